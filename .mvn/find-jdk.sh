#!/bin/sh
# Prints the home of a JDK of at least the given feature version, or says where it looked and exits 1.
# A process of its own: mvnw runs with globbing off, and the launcher must choose the same JDK as the build.
wanted=${1:?usage: find-jdk.sh FEATURE_VERSION}

feature_of() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release"
}

good() {
  found=$(feature_of "$1") && [ -n "$found" ] && [ "$found" -ge "$wanted" ]
}

if [ -n "${JAVA_HOME:-}" ] && good "$JAVA_HOME"; then
  echo "$JAVA_HOME"
  exit 0
fi

if java_on_path=$(command -v java 2>/dev/null); then
  real=$(readlink -f "$java_on_path" 2>/dev/null || echo "$java_on_path")
  home=$(dirname "$(dirname "$real")")
  if good "$home"; then
    echo "$home"
    exit 0
  fi
fi

usual="/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* $HOME/.sdkman/candidates/java/* $HOME/.jdks/*
  $HOME/.asdf/installs/java/* $HOME/.local/share/mise/installs/java/* $HOME/.jbang/cache/jdks/*
  /Library/Java/JavaVirtualMachines/*/Contents/Home $HOME/Library/Java/JavaVirtualMachines/*/Contents/Home"
for home in $usual; do
  if good "$home"; then
    echo "$home"
    exit 0
  fi
done

{
  echo "No JDK $wanted or newer found. Looked at:"
  echo "  JAVA_HOME   ${JAVA_HOME:-(not set)}"
  echo "  java on PATH ${java_on_path:-(none)}"
  for pattern in $usual; do echo "  $pattern"; done
  echo "Install one (for example Eclipse Temurin $wanted) and set JAVA_HOME to it."
} >&2
exit 1
