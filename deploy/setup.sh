#!/usr/bin/env bash
# Prépare ce qu'il faut pour lancer liasse depuis un clone : bibliothèques système, .venv/, commande liasse.
# Usage : deploy/setup.sh [--tests]      (--tests ajoute le navigateur et les serveurs des tests)
#
# Se relance sans risque : rien n'est refait si rien n'a changé (moins d'une seconde), et une installation
# interrompue est reprise de zéro. Les sceaux de .venv/ disent ce qui est fini :
#   .liasse-verrou   requirements.lock installé en entier (empreinte du verrou et du chemin du clone)
#   .liasse-projet   projet installé (empreinte du verrou et de pyproject.toml)
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
VENV=$ROOT/.venv
PYTHON_MIN=3.11
WITH_TESTS=no
[ "${1:-}" != --tests ] || WITH_TESTS=yes

say() { printf 'liasse : %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# One set-up at a time in a clone; children get 9>&- so that a server started by apt does not keep the lock.
if have flock; then
  exec 9<"$ROOT/deploy/setup.sh"
  flock -n 9 || { say "une autre installation est en cours ici, attente…"; flock 9; }
fi

# --- what is done already ----------------------------------------------------------------------------------------

fingerprint() { sha256sum | cut -d' ' -f1; }
lock_seal() { { cat requirements.lock; echo "$ROOT"; } | fingerprint; }
project_seal() { { lock_seal; cat pyproject.toml; } | fingerprint; }
sealed() { [ "$(cat "$VENV/$1" 2>/dev/null)" = "$2" ]; }
seal() { echo "$2" >"$VENV/$1.tmp" && mv "$VENV/$1.tmp" "$VENV/$1"; }
venv_is_ready() { sealed .liasse-verrou "$(lock_seal)" && "$VENV/bin/python" -c '' 2>/dev/null; }
project_is_ready() { sealed .liasse-projet "$(project_seal)" && [ -x "$VENV/bin/liasse" ]; }

# --- system packages -------------------------------------------------------------------------------------------

has_library() { PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep -F "$1" >/dev/null; }
has_postgresql() { have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
has_daemon() { PATH=$PATH:/usr/sbin have "$1"; }
has_chromium() { have chromium || have chromium-browser || have google-chrome; }

suitable_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3}; do
    if "$candidate" -c "import sys; sys.exit(sys.version_info < (${PYTHON_MIN/./, }))" 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}
can_make_venv() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

missing_packages() {  # one a line
  local python language languages
  if ! venv_is_ready; then
    if ! python=$(suitable_python); then printf '%s\n' python3 python3-venv
    elif ! can_make_venv "$python"; then echo python3-venv; fi
  fi
  have tesseract || echo tesseract-ocr
  languages=$(tesseract --list-langs 2>/dev/null || true)
  for language in fra ara osd; do grep -qx $language <<<"$languages" || echo tesseract-ocr-$language; done
  has_library libGL.so.1 || echo libgl1
  has_library libgthread-2.0.so.0 || echo libglib2.0-0
  if [ $WITH_TESTS = yes ]; then
    has_chromium || printf '%s\n' chromium fonts-liberation
    has_library libatomic.so.1 || echo libatomic1 # playwright's driver
    has_postgresql || echo postgresql
    has_daemon dovecot || echo dovecot-imapd
    has_daemon exim4 || echo exim4-daemon-light
  fi
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
    install -y --no-install-recommends "$@" </dev/null 9>&-
}

install_system_packages() {
  local packages log
  mapfile -t packages < <(missing_packages)
  if [ ${#packages[@]} -eq 0 ]; then return; fi
  if [ "$(id -u)" -eq 0 ] && have apt-get; then
    say "installation des paquets système : ${packages[*]}"
    log=$(mktemp) # a file, not a pipe, which a server started by apt would keep open
    if ! apt_install "${packages[@]}" >"$log" 2>&1; then # the list of packages is absent, or old
      apt-get -qq update >"$log" 2>&1 </dev/null 9>&- || true
      apt_install "${packages[@]}" >>"$log" 2>&1 || { say "apt-get a échoué :"; tail -n 5 "$log" >&2; }
    fi
    rm -f "$log"
    mapfile -t packages < <(missing_packages)
    if [ ${#packages[@]} -eq 0 ]; then return; fi
  fi
  say "il manque des paquets système ; un administrateur doit lancer : apt-get install ${packages[*]}"
}

# --- Python --------------------------------------------------------------------------------------------------

quiet_pip() { "$VENV/bin/pip" --quiet --disable-pip-version-check --no-input "$@" </dev/null 9>&-; }

install_lock() {
  if venv_is_ready; then return; fi
  local python
  python=$(suitable_python) || die "Python $PYTHON_MIN ou plus récent est nécessaire (paquet python3)."
  can_make_venv "$python" || die "« $python -m venv » ne fonctionne pas : installez le paquet python3-venv, puis relancez."
  say "installation des bibliothèques Python dans .venv/ (environ 1 minute et 1,3 Go)…"
  rm -f "$VENV/.liasse-verrou" "$VENV/.liasse-projet"
  "$python" -m venv --clear "$VENV"
  # --no-deps: the lock is the whole set, and its overrides contradict two packages' own wishes (docs/decisions/0001).
  quiet_pip install --progress-bar off --no-deps --require-hashes -r requirements.lock ||
    die "l'installation des bibliothèques a échoué : vérifiez l'accès à l'index de paquets, puis relancez la même commande."
  seal .liasse-verrou "$(lock_seal)"
}

install_project() {
  if project_is_ready; then return; fi
  quiet_pip install --no-build-isolation --no-deps -e . || die "l'installation du projet dans .venv/ a échoué."
  seal .liasse-projet "$(project_seal)"
  say "installation terminée."
}

install_system_packages
install_lock
install_project
