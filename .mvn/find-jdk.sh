# Sourced by hastack and mvnw. find_jdk sets and exports JAVA_HOME to a JDK of the wanted version
# or newer; where there is none it says so and returns 1.

jdk_wanted=21

# Prints the major version of the JDK in a directory; nothing if there is no JDK in it.
jdk_major() {
  [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
  fi
}

jdk_fits() {
  jdk_found=$(jdk_major "$1")
  [ -n "$jdk_found" ] && [ "$jdk_found" -ge "$jdk_wanted" ]
}

# The home of the java on PATH, asked from itself: links and version managers hide it.
jdk_on_path() {
  command -v java >/dev/null 2>&1 || return 0
  java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
}

jdk_use() {
  jdk_fits "$1" || return 1
  JAVA_HOME=$1
  export JAVA_HOME
}

find_jdk() {
  [ -n "${JAVA_HOME:-}" ] && jdk_use "$JAVA_HOME" && return 0
  jdk_path_home=$(jdk_on_path)
  [ -n "$jdk_path_home" ] && jdk_use "$jdk_path_home" && return 0
  if [ -x /usr/libexec/java_home ]; then
    jdk_mac_home=$(/usr/libexec/java_home -v "$jdk_wanted+" 2>/dev/null) &&
      jdk_use "$jdk_mac_home" && return 0
  fi
  for jdk_home in /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_use "$jdk_home" && return 0
  done
  cat >&2 <<MESSAGE
A JDK $jdk_wanted or newer is needed (a JDK, with javac, not only a Java runtime) and none was found. Looked at:
  JAVA_HOME        ${JAVA_HOME:-(not set)}
  java on PATH     ${jdk_path_home:-(none)}
  install folders  /usr/lib/jvm, /usr/java, /opt, /opt/java, ~/.sdkman/candidates/java, ~/.jdks,
                   /Library/Java/JavaVirtualMachines
Install one, or set JAVA_HOME to where it lies.
MESSAGE
  return 1
}
