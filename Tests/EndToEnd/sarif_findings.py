#!/usr/bin/env python3
"""What `check --as sarif` says of every formula of the corpus, and of files that cannot be read: lines and columns from
one on, paths that are relative, no region where there is no place.

    sarif_findings.py PROGRAM [SCHEMA]

With the schema of SARIF 2.1.0 (OASIS, sarif-schema-2.1.0.json) and jsonschema that is asked, too.
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def cases(folder):
    number = 0
    for file in sorted((ROOT / "Tests" / "Kernels" / "Corpus").rglob("*")):
        if not file.is_file():
            continue
        for block in re.split(r"\n\n+", file.read_text(errors="replace")):
            number += 1
            (folder / f"c {number}.md").write_text(f"## S\n\n```math\n{block}\n```\n")
    (folder / "bytes.md").write_bytes(b"\xff\xfe## S\n")
    return [*sorted(path.name for path in folder.iterdir()), "missing.md"]


def main():
    program = str(Path(sys.argv[1]).resolve())
    validator = None
    if len(sys.argv) > 2:
        import jsonschema
        schema = json.loads(Path(sys.argv[2]).read_text())
        validator = jsonschema.validators.validator_for(schema)(schema)
    results, placeless, kinds, problems = 0, 0, set(), []
    with tempfile.TemporaryDirectory() as temporary:
        names = cases(Path(temporary))
        for start in range(0, len(names), 200):
            run = subprocess.run([program, "check", "--as", "sarif", *names[start:start + 200]], cwd=temporary,
                                 capture_output=True, text=True, check=False)
            log = json.loads(run.stdout)
            if validator:
                problems += [error.message[:200] for error in validator.iter_errors(log)]
            for result in log["runs"][0]["results"]:
                results += 1
                kinds.add(result["ruleId"])
                for location in result.get("locations", []):
                    place = location["physicalLocation"]
                    address = place["artifactLocation"]["uri"]
                    if not re.fullmatch(r"[A-Za-z0-9._%-]+", address):
                        problems.append(f"{address} is no relative address")
                    region = place.get("region")
                    placeless += region is None
                    if region and min(region[key] for key in ("startLine", "startColumn")) < 1:
                        problems.append(f"{result['ruleId']} begins before one: {region}")
    for problem in sorted(set(problems))[:20]:
        print(problem)
    print(f"{results} findings of {len(kinds)} kinds, {placeless} without a place, {len(problems)} wrong")
    sys.exit(1 if problems or len(kinds) < 30 or not placeless else 0)


if __name__ == "__main__":
    main()
