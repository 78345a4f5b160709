"""What the commands do: functions of the desk and the key that was pressed."""
