#!/bin/sh
# Builds the web UI into target/classes. Does nothing when what is there is newer than all sources.
set -eu
cd "$(dirname -- "$0")"
page=../../../target/classes/META-INF/resources/index.html

if [ -f "$page" ] && [ -z "$(find . ../../../../pipeline-model/src/main/resources -name node_modules -prune -o -type f -newer "$page" -print | head -n 1)" ]; then
  exit 0
fi
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  echo "The console's web UI is built with Node.js 20.19 or newer and npm, and they are not on the PATH." >&2
  echo "Install them (https://nodejs.org), or build the console without its web UI: -Dwithout-ui" >&2
  exit 1
fi
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  echo "The console's web UI is built with Node.js 20.19 or newer; found is $(node --version)." >&2
  echo "Install a newer one (https://nodejs.org), or build the console without its web UI: -Dwithout-ui" >&2
  exit 1
fi
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --prefer-offline --loglevel=error
  touch node_modules/.package-lock.json
fi
rm -rf ../../../target/classes/META-INF/resources/assets
npm run --silent build
