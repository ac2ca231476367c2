#!/bin/sh
# Brings the programs that the tests are judged by, from Debian alone: chromium, firefox-esr, minisign, bsdtar, exiftool,
# mat2, ffmpeg, pdftotext, Python with its package cryptography, and age 1.3 or newer (hybrid recipients), which is only in Debian's unstable
# suite and is unpacked into .cache/age without touching the system. Says in one line what cannot be had; the tests
# that need it are then skipped and counted as skipped. Needs root for the installation and nothing for the rest.
set -u
cd "$(dirname "$0")/.." || exit 1
say() { printf '%s\n' "$*"; }

missing=
for pair in chromium:chromium firefox-esr:firefox-esr minisign:minisign bsdtar:libarchive-tools \
  fc-list:fontconfig exiftool:libimage-exiftool-perl mat2:mat2 ffmpeg:ffmpeg pdftotext:poppler-utils; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
done
/usr/bin/python3 -c 'import cryptography' >/dev/null 2>&1 || missing="$missing python3-cryptography"
# Without it exiftool does not look into documents, whose parts are packed.
perl -MArchive::Zip -e 1 >/dev/null 2>&1 || missing="$missing libarchive-zip-perl"
# Chinese text in a browser without a Chinese font is boxes; the screenshots of the tests should show words.
if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ]; then
  missing="$missing fonts-noto-cjk"
fi

if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null 2>&1; then
    say "Not a Debian system: please install$missing yourself; tests that need them are skipped."
  elif [ "$(id -u)" != 0 ]; then
    say "Not root: run 'sudo apt-get install$missing' once; until then tests that need them are skipped."
  else
    say "Installing$missing from Debian"
    apt-get update -qq >/dev/null 2>&1 || say "apt-get update failed; trying with the lists at hand"
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
      say "apt-get install$missing failed; tests that need them are skipped."
  fi
fi

age_is_new() { "$1" --version 2>/dev/null | grep -Eq '^v?(1\.([3-9]|[1-9][0-9])|[2-9])'; }

if command -v age >/dev/null 2>&1 && age_is_new "$(command -v age)"; then
  mkdir -p .cache/age/usr/bin
  ln -sf "$(command -v age)" .cache/age/usr/bin/age
  ln -sf "$(command -v age-keygen)" .cache/age/usr/bin/age-keygen
elif [ -x .cache/age/usr/bin/age ] && age_is_new .cache/age/usr/bin/age; then
  :
elif command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1; then
  say "Fetching age 1.3 from Debian unstable into .cache/age"
  work=$(mktemp -d)
  mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/sources.d" "$work/deb"
  # The machine's own sources with the suite changed, so that no host is named here.
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    sed -E 's/^Suites:.*/Suites: sid/; s/^Components:.*/Components: main/' "$file" |
      awk 'BEGIN { RS = ""; ORS = "\n\n" } !/security/' >"$work/sources.d/$(basename "$file")"
  done
  [ -f /etc/apt/sources.list ] && sed -nE '/security/d; s/^deb (\[[^]]*\] )?([^ ]+) [^ ]+ .*/deb \1\2 sid main/p' \
    /etc/apt/sources.list | sort -u >"$work/sources.list"
  [ -f "$work/sources.list" ] || : >"$work/sources.list"
  set -- -qq -o "Dir::Etc::SourceList=$work/sources.list" -o "Dir::Etc::SourceParts=$work/sources.d" \
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work" -o "Dir::Cache::Archives=$work/archives" \
    -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none
  if apt-get "$@" update >/dev/null 2>&1 && (cd "$work/deb" && apt-get "$@" download age >/dev/null 2>&1) &&
    mkdir -p .cache/age && dpkg -x "$work"/deb/age_*.deb .cache/age; then
    age_is_new .cache/age/usr/bin/age || say "age from unstable does not run here; tests that need it are skipped."
  else
    say "age 1.3 could not be fetched; tests that need it are skipped."
  fi
  rm -rf "$work"
else
  say "Please put age 1.3 or newer on the PATH; until then tests that need it are skipped."
fi
