# /// script
# dependencies = []
# [tool.annotator]
# when = "release"
# selection = ["--from", "gold"]
# exports = [["--format", "dna", "-o", "corpus.dna"]]
# ///
"""The libraries that DNA reads its databases with open ours, take the password and cut the right words.

Needs a JDK and Debian's libxerial-sqlite-jdbc-java and libjasypt-java. The places are cut by Java's own substring, as
DNA's text panel does. DNA itself is not packaged anywhere; it is run outside the project.
"""

import base64
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

CHECK = r"""
import java.nio.charset.StandardCharsets;
import java.sql.*;
import java.util.Base64;
import org.jasypt.util.password.StrongPasswordEncryptor;

public class Check {
    static String coded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String name(String variable) {
        return "(SELECT Value FROM ENTITIES WHERE ID = (SELECT Entity FROM DATASHORTTEXT WHERE StatementId = S.ID AND "
            + "VariableId = (SELECT ID FROM VARIABLES WHERE StatementTypeId = S.StatementTypeId AND Variable = '"
            + variable + "')))";
    }

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement()) {
            ResultSet coder = statement.executeQuery("SELECT Password FROM CODERS WHERE ID = 1");
            StrongPasswordEncryptor passwords = new StrongPasswordEncryptor();
            String password = coder.getString(1);
            if (!passwords.checkPassword("annotator", password) || passwords.checkPassword("other", password)) {
                throw new Exception("jasypt takes another password");
            }
            ResultSet row = statement.executeQuery("SELECT Text, Start, Stop, " + name("speaker") + ", " + name("target")
                + ", (SELECT Value FROM DATABOOLEAN WHERE StatementId = S.ID), Date FROM STATEMENTS S "
                + "JOIN DOCUMENTS D ON D.ID = DocumentId");
            while (row.next()) {
                Object side = row.getObject(6);
                System.out.println(coded(row.getString(1).substring(row.getInt(2), row.getInt(3))) + " "
                    + coded(row.getString(4)) + " " + coded(row.getString(5)) + " " + (side == null ? 0 : side.equals(1) ? 1 : -1)
                    + " " + java.time.LocalDateTime.ofEpochSecond(row.getLong(7), 0, java.time.ZoneOffset.UTC).toLocalDate());
            }
        }
    }
}
"""
SIDES = {"support": 1, "oppose": -1}

folder = Path(sys.argv[1])
rows = [json.loads(line) for line in open(folder / "articles.jsonl", encoding="utf-8")]
statements = {one["id"]: one["fields"] for row in rows for one in row["statements"]}


def followed(statement: str, sign: int = 1, seen: frozenset = frozenset()) -> tuple[str, int]:
    """What a statement is about in the end, and which side it takes."""
    fields = statements[statement]
    side = sign * SIDES.get(fields["stance"], 0)
    other = fields["target"]["statement"]
    if other is None:
        return fields["target"]["name"], side
    return ("", 0) if other in seen or other not in statements else followed(other, side, seen | {statement})


expected = Counter()
for row in rows:
    for one in row["statements"]:
        spans = one["fields"]["claim"]["spans"]
        words = row["text"][spans[0]["start"] : spans[-1]["end"]]
        for speaker in one["fields"]["speaker"]:
            expected[words, speaker["name"], *followed(one["id"]), row["published"]] += 1
assert expected

(folder / "Check.java").write_text(CHECK, encoding="utf-8")
jars = [f"/usr/share/java/{name}.jar" for name in ("sqlite-jdbc", "jasypt", "commons-lang3", "icu4j")]
command = ["java", "-cp", os.pathsep.join(jars), folder / "Check.java", folder / "corpus.dna"]
shown = subprocess.run(command, capture_output=True, text=True, check=False)
if shown.returncode:
    sys.exit(shown.stderr)


def plain(text: str) -> str:
    """Take words out of base64."""
    return base64.b64decode(text).decode()


found = Counter()
for line in shown.stdout.splitlines():
    *texts, side, day = line.split(" ")
    found[(*map(plain, texts), int(side), day)] += 1
assert found == expected, list((found - expected).items())[:3] + list((expected - found).items())[:3]
wide = sum(ord(max(words)) > 0xFFFF for words, *_ in expected)
print(
    f"dna: {found.total()} statements read by sqlite-jdbc, {wide} with characters beyond U+FFFF; password taken by jasypt"
)
