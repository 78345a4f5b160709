"""The command line: one command a verb, each in a module of its own that is imported when it is called for.

Exit codes: 0 all is well; 1 `annotator check` found problems; 2 the command line, a file or a corpus cannot be taken
as it is (one line on standard error says why); 130 interrupted.
"""

import importlib
import os
import sys
from errno import EPIPE
from typing import IO, Any

import click

from annotator.errors import AnnotatorError
from annotator.terminal import harmless

os.environ.setdefault(
    "PYDANTIC_DISABLE_PLUGINS", "__all__"
)  # to look for some takes 20 ms, and none has a part here

COMMANDS = (
    "open",
    "new",
    "add",
    "sentences",
    "suggest",
    "status",
    "check",
    "log",
    "schema",
    "export",
    "import",
    "hydrate",
    "formats",
    "merge",
    "adjudicate",
    "agree",
    "entities",
    "assign",
)
"""In the order of the help page; each is `command` in the module of its name in `annotator.commands`."""

INTERRUPTED = 130  # 128 + SIGINT, as shells have it

# pydantic looks through the metadata of all installed packages for plugins when the first model is made: some 30 ms
# a run, for plugins that would see what is annotated and have no business here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")


class _Refused(click.ClickException):
    """An error of ours or of the system, as click shows it: one line, nothing raw."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(harmless(f"annotator: {self.message}"), file=file, err=file is None)


class _Verbs(click.Group):
    """The commands; a first word that is none of them is the corpus to open."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (the same)
        if cmd_name not in COMMANDS:
            return None
        module = "import_" if cmd_name == "import" else cmd_name  # `import` is Python's own word
        command = importlib.import_module(f"annotator.commands.{module}").command
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in {*COMMANDS, "--help", "--version"}:
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and turn what goes wrong into one line and an exit code."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise click.UsageError(harmless(error.format_message()), error.ctx) from None
        except AnnotatorError as error:
            raise _Refused(str(error)) from None
        except OSError as error:
            if error.errno == EPIPE:  # the reader has seen enough, as `head` does; click ends silently
                raise
            raise _Refused(_system_error(error)) from None
        except (KeyboardInterrupt, click.Abort):
            raise click.exceptions.Exit(INTERRUPTED) from None


def _system_error(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


@click.group(cls=_Verbs, options_metavar="", subcommand_metavar="[CORPUS] --as NAME | COMMAND …")
@click.version_option(package_name="annotator", message="%(prog)s %(version)s")
def cli() -> None:
    """Annotate who claims what in the news, and where they stand on it, in a terminal.

    `annotator CORPUS --as NAME` is short for `annotator open CORPUS --as NAME`. For a folder that is called like a
    command, write ./status. Without CORPUS, the current folder or the nearest one above it that is a corpus is taken.
    """


def main() -> None:
    """Run the command line; the entry point of `annotator` and of `python -m annotator`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(
                errors="backslashreplace"
            )  # a terminal without Unicode shows \u201c rather than a traceback
    try:
        cli(prog_name="annotator")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
