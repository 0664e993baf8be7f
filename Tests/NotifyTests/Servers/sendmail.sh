#!/bin/sh
# A sendmail for tests: keeps what it is given beside itself, in files named by its process.
folder=${0%/*}
printf '%s\n' "$@" > "$folder/$$.arguments"
cat > "$folder/$$.part"
mv "$folder/$$.part" "$folder/$$.mail"
