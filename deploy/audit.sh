#!/usr/bin/env bash
# Examine ce que liasse est et ce dont elle dépend : code (bandit), licences, nomenclature (SBOM), failles connues (pip-audit).
# Les outils ont leur propre environnement, dans build/audit : le verrou et .venv/ ne changent pas. Les failles demandent
# un service sur Internet (PyPI, ou SERVICE=osv) : injoignable, c'est dit, et rien n'est prouvé sur ce point (code 2).
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=build/audit
tools=$out/outils/bin
say() { printf 'liasse : %s\n' "$*"; }

[ -x .venv/bin/python ] || { say "d'abord : make setup"; exit 1; }
if [ ! -x "$tools/pip-audit" ]; then
  say "installation des outils dans $out…"
  "${PYTHON:-python3}" -m venv --clear "$out/outils"
  "$tools/pip" --quiet --quiet --disable-pip-version-check install 'pip-audit==2.10.1' 'cyclonedx-bom==7.5.0' 'bandit==1.9.4'
fi

status=0
# what it says of comments goes to a file
"$tools/bandit" --quiet -c deploy/bandit.yml -r models extractors storage flows review_ui cli 2>"$out/bandit.txt" || status=1
[ $status -eq 1 ] || say "code : bandit n'a rien trouvé qui ne soit expliqué (deploy/bandit.yml, « # nosec »)"

if .venv/bin/python -m bench.licences --check; then
  say "licences : toutes conviennent (docs/licences.md)"
else
  status=1
fi

"$tools/cyclonedx-py" environment --pyproject pyproject.toml --output-reproducible -o "$out/sbom.json" .venv/bin/python
say "nomenclature CycloneDX : $out/sbom.json"

if "$tools/pip-audit" --strict --no-deps --disable-pip --progress-spinner off ${SERVICE:+-s "$SERVICE"} \
  -r requirements.lock >"$out/failles.txt" 2>&1; then
  say "failles : aucune connue (détail dans $out/failles.txt)"
elif grep -qiE 'Connection|resolve|timed out|not found on PyPI' "$out/failles.txt"; then
  say "failles : le service n'a pas répondu, rien n'est prouvé. Sur une machine reliée à Internet :"
  say "  $tools/pip-audit --strict --no-deps --disable-pip -r requirements.lock"
  [ $status -ne 0 ] || status=2
else
  cat "$out/failles.txt"
  status=1
fi
exit $status
