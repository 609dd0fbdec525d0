#!/bin/sh
# La commande liasse, sous l'utilisateur du service et avec ses réglages (docs/exploitation.md) :
#   install -m 755 deploy/liasse.sh /usr/local/bin/liasse
# Lancée par root sans cela, elle laisserait dans /var/lib/liasse des fichiers que le service ne peut ouvrir.
[ "$(id -u)" -eq 0 ] || { echo "liasse : à lancer par root (sudo liasse …), qui le fait sous l'utilisateur liasse." >&2; exit 1; }
if [ -t 0 ] && [ -t 1 ]; then way=--pty; else way=--pipe; fi
# /root est fermé à l'utilisateur liasse : systemd n'y lancerait rien, sans dire pourquoi
if runuser -u liasse -- test -x "$PWD"; then place=$PWD; else place=/; fi
exec systemd-run --quiet --collect --wait "$way" --working-directory="$place" --uid=liasse --gid=liasse \
  --property=UMask=0077 --property=EnvironmentFile=-/etc/liasse/secrets.env \
  --setenv=LIASSE_REGLAGES=/etc/liasse/liasse.toml \
  /opt/liasse/.venv/bin/liasse "$@"
