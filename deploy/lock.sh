#!/usr/bin/env bash
# Refait requirements.lock avec uv, pris dans un environnement jetable. UPGRADE=1 prend les versions les plus récentes ;
# sinon les versions du verrou actuel restent là où elles conviennent encore.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PYTHON:-python3}
workshop=$(mktemp -d)
trap 'rm -rf "$workshop"' EXIT

"$python" -m venv "$workshop/venv"
"$workshop/venv/bin/pip" --quiet --disable-pip-version-check install uv

cp requirements.lock "$workshop/requirements.lock"
# The overrides are in pyproject.toml ([tool.uv]). openvino-telemetry and onnxruntime stay out: they would report to
# their makers. opencv-python-headless stays out: it installs the same cv2 as
# opencv-python, over it. docopt stays out: it has no wheel, and only the command of num2words needs it.
"$workshop/venv/bin/uv" pip compile pyproject.toml --group dev \
  --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-annotate --no-header \
  --no-emit-package opencv-python-headless --no-emit-package openvino-telemetry --no-emit-package onnxruntime --no-emit-package docopt \
  --native-tls --quiet ${UPGRADE:+--upgrade} \
  --output-file "$workshop/requirements.lock" >/dev/null
sed -i '/^# The following packages were excluded/,$d' "$workshop/requirements.lock"
cp "$workshop/requirements.lock" requirements.lock
