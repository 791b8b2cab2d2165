package dev.tenon.conformance;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What starts a class of these tests, or of what they test, as a process of its own: what it holds is then nobody else's. */
public final class JavaProgram {
    private JavaProgram() {}

    /**
     * The command.
     *
     * @param machine flags of the virtual machine
     * @param main the class
     * @param arguments its own
     */
    public static List<String> command(List<String> machine, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(tool("java").toString());
        command.addAll(machine);
        command.addAll(List.of("-cp", classPath(), main));
        command.addAll(arguments);
        return command;
    }

    /** A program of the virtual machine that runs these tests. */
    public static Path tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    private static String classPath() {
        if (JavaProgram.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":"));
        }
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
