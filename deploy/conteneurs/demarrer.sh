#!/bin/sh
# Dans un conteneur : les secrets sont des fichiers, liasse les veut dans son environnement.
set -eu
for name in base_url:LIASSE_DATABASE_URL s3_secret:LIASSE_S3_SECRET imap:LIASSE_IMAP_MOT_DE_PASSE \
  smtp:LIASSE_SMTP_MOT_DE_PASSE prefect_acces:LIASSE_PREFECT_ACCES; do
  file=/run/secrets/${name%%:*}
  [ ! -r "$file" ] || export "${name#*:}=$(cat "$file")"
done
exec liasse "$@"
