#!/bin/sh
# Prints the home of a JDK 21 or newer, or says in one sentence that there is none and exits with 3.
# Asked in this order: JAVA_HOME, variables such as JAVA25_HOME, the java of the path, then the usual folders, where the
# newest wins. A version is read from the JDK's "release" file; only a JDK without one is started to ask it.
set -eu

least=21

# Sets "major" to the major version of the JDK in folder $1, or to 0 when it is none.
read_major() {
    major=0
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
    version=
    if [ -r "$1/release" ]; then
        while IFS='=' read -r key value || [ -n "$key" ]; do
            if [ "$key" = JAVA_VERSION ]; then
                version=$value
            fi
        done <"$1/release"
    fi
    if [ -z "$version" ]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version \("[^"]*"\).*/\1/p' | head -n 1)
    fi
    version=${version#\"}
    version=${version%%[!0-9]*}
    major=${version:-0}
}

take_if_new_enough() {
    read_major "$1"
    if [ "$major" -ge "$least" ]; then
        printf '%s\n' "$1"
        exit 0
    fi
}

[ -z "${JAVA_HOME:-}" ] || take_if_new_enough "$JAVA_HOME"

for name in $(env | sed -n 's/^\(JAVA_\{0,1\}[0-9][0-9]*_HOME\)=.*/\1/p; s/^\(JAVA_HOME_[0-9][0-9A-Za-z_]*\)=.*/\1/p' | sort -r); do
    eval "home=\${$name:-}"
    [ -z "$home" ] || take_if_new_enough "$home"
done

java=$(command -v java || true)
hops=0
while [ -n "$java" ] && [ -L "$java" ] && [ "$hops" -lt 20 ]; do
    target=$(readlink "$java")
    case $target in
        /*) java=$target ;;
        *) java=$(dirname "$java")/$target ;;
    esac
    hops=$((hops + 1))
done
[ -z "$java" ] || take_if_new_enough "$(dirname "$(dirname "$java")")"

best=
best_major=0
for home in \
    /usr/lib/jvm/* /usr/java/* /usr/jdk/* /opt/java/* /opt/*jdk* /opt/*jdk*/* /opt/*java* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* "$HOME"/.m2/jdks/* "$HOME"/.gradle/jdks/* \
    "$HOME"/.jenv/versions/* "$HOME"/.jbang/cache/jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.jabba/jdk/* \
    "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    read_major "$home"
    if [ "$major" -ge "$least" ] && [ "$major" -gt "$best_major" ]; then
        best=$home
        best_major=$major
    fi
done
if [ -n "$best" ]; then
    printf '%s\n' "$best"
    exit 0
fi

echo "Tenon needs a JDK of version $least or newer and found none: install one, or set JAVA_HOME to where it is." >&2
exit 3
