package dev.tenon.sampler.parts;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a package client is asked for an archive. Run in an empty folder, it leaves the archive there.
 *
 * @param client the client's name for a person
 * @param alternatives the same command under the names the client may have on this machine, in the order they are tried
 * @param install what to do when the client is not there
 */
record FetchCommand(String client, List<List<String>> alternatives, String install) {
    FetchCommand {
        alternatives = alternatives.stream().map(List::copyOf).toList();
    }

    /** {@code npm pack}: leaves {@code scope-name-version.tgz}. */
    static FetchCommand npm(String packageAndVersion) {
        return new FetchCommand(
                "npm",
                List.of(List.of("npm", "pack", "--loglevel=error", "--ignore-scripts", packageAndVersion)),
                "install Node.js with npm (Debian and Ubuntu: sudo apt-get install npm; macOS: brew install node)");
    }

    /** {@code pip download} of a wheel. */
    static FetchCommand pip(String requirement) {
        return pip(List.of("--only-binary", ":all:", requirement));
    }

    /** {@code pip download} of a source archive. */
    static FetchCommand pipSource(String project, String requirement) {
        return pip(List.of("--no-binary", project, requirement));
    }

    /** The command as one would type it. */
    String line() {
        return String.join(" ", alternatives.getFirst());
    }

    private static FetchCommand pip(List<String> wanted) {
        return new FetchCommand(
                "pip",
                List.of(
                        pip(List.of("pip"), wanted),
                        pip(List.of("pip3"), wanted),
                        pip(List.of("python3", "-m", "pip"), wanted)),
                "install Python 3 with pip (Debian and Ubuntu: sudo apt-get install python3-pip; macOS: brew install"
                        + " python)");
    }

    private static List<String> pip(List<String> name, List<String> wanted) {
        return Stream.of(
                        name,
                        List.of("download", "--no-deps", "--no-cache-dir", "--progress-bar", "off", "--quiet"),
                        wanted)
                .flatMap(List::stream)
                .toList();
    }
}
