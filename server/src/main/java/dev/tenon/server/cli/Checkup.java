package dev.tenon.server.cli;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.llama.LlamaEngine;
import dev.tenon.sampler.llama.LlamaVocabulary;
import dev.tenon.sampler.parts.Part;
import dev.tenon.sampler.parts.PartException;
import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.sampler.parts.Platform;
import dev.tenon.server.cli.Finding.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks for everything that Tenon needs. A program is needed as long as something is not there that comes by it: on a
 * machine where all parts are in the cache, none is.
 */
final class Checkup {
    private static final int LEAST_JAVA = 21;

    private final Programs programs;
    private final PartStore store;
    private final List<Finding> findings = new ArrayList<>();

    private record Tool(String name, List<String> programs, String purpose, String install) {}

    private static final Tool CC =
            new Tool("C compiler", List.of("cc"), "builds the C file", "sudo apt-get install gcc libc6-dev");
    private static final Tool MAVEN = new Tool("Maven", List.of("mvn"), "builds Tenon", "sudo apt-get install maven");
    private static final Tool NPM = new Tool("npm", List.of("npm"), "fetches llama.cpp", "sudo apt-get install npm");
    private static final Tool PIP =
            new Tool("pip", List.of("pip", "pip3"), "fetches the default model", "sudo apt-get install python3-pip");
    private static final Tool GIT =
            new Tool("git", List.of("git"), "unpacks llama.cpp's headers", "sudo apt-get install git");

    Checkup(Programs programs, PartStore store) {
        this.programs = programs;
        this.store = store;
    }

    /** Everything, in the order in which it is needed. Fetches nothing. */
    List<Finding> run() {
        findings.clear();
        java();
        Optional<Platform> platform = platform();
        boolean carriesShim = platform.map(Checkup::carriesShim).orElse(false);
        boolean libraries = platform.isPresent()
                && store.find(Parts.libraries(platform.get())).isPresent();
        boolean headers = platform.isPresent()
                && store.find(Parts.headers(platform.get())).isPresent();
        boolean model = store.find(Parts.DEFAULT_MODEL).isPresent();
        // Headers serve the build alone: a Tenon that carries its C library does without them.
        boolean headersWanted = !headers && !carriesShim;
        tool(CC, !carriesShim);
        tool(MAVEN, !carriesShim);
        boolean npm = tool(NPM, !libraries || headersWanted);
        boolean git = tool(GIT, headersWanted);
        boolean pip = tool(PIP, !model);
        cache();
        if (platform.isPresent()) {
            part("llama.cpp", Parts.libraries(platform.get()), npm);
            if (headersWanted) {
                part("llama.cpp headers", Parts.headers(platform.get()), npm && git);
            } else {
                unneededPart("llama.cpp headers", Parts.headers(platform.get()));
            }
            shim(platform.get(), carriesShim, libraries);
        }
        part("default model", Parts.DEFAULT_MODEL, pip);
        return List.copyOf(findings);
    }

    private void java() {
        int version = Runtime.version().feature();
        String detail =
                System.getProperty("java.vendor") + " " + Runtime.version() + ", " + System.getProperty("java.home");
        findings.add(
                version >= LEAST_JAVA
                        ? Finding.ok("JDK", detail)
                        : new Finding(State.MISSING, "JDK", detail, "install a JDK 21 or newer, or set JAVA_HOME"));
    }

    private Optional<Platform> platform() {
        try {
            Platform platform = Platform.current();
            findings.add(Finding.ok("platform", platform.label() + "; processor features: " + Machine.features()));
            return Optional.of(platform);
        } catch (PartException e) {
            findings.add(new Finding(
                    State.MISSING, "platform", String.valueOf(e.getMessage()), "use Linux or macOS on x64 or arm64"));
            return Optional.empty();
        }
    }

    private boolean tool(Tool tool, boolean needed) {
        Optional<Path> program = programs.find(tool.programs());
        if (program.isPresent()) {
            findings.add(Finding.ok(tool.name(), program.get() + ", " + Programs.version(program.get())));
            return true;
        }
        findings.add(new Finding(
                needed ? State.MISSING : State.UNUSED,
                tool.name(),
                "not on the path; " + tool.purpose(),
                tool.install()));
        return false;
    }

    private void cache() {
        Path home = store.home();
        Path there = home;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            String detail =
                    home + ", " + Machine.gibibytes(Files.getFileStore(there).getUsableSpace()) + " free";
            findings.add(
                    Files.isWritable(there)
                            ? Finding.ok("cache", detail)
                            : new Finding(
                                    State.MISSING,
                                    "cache",
                                    home + " cannot be written",
                                    "set TENON_HOME to a folder that can"));
        } catch (IOException e) {
            findings.add(new Finding(
                    State.MISSING, "cache", home + ": " + e.getMessage(), "set TENON_HOME to another folder"));
        }
    }

    private void part(String what, Part part, boolean canBeFetched) {
        Optional<Path> entry = store.find(part);
        if (entry.isPresent()) {
            findings.add(Finding.ok(what, entry.get().toString()));
        } else {
            findings.add(new Finding(
                    canBeFetched ? State.LATER : State.MISSING,
                    what,
                    "not in the cache; comes by '" + part.fetchLine() + "'",
                    canBeFetched
                            ? "tenon doctor --fetch"
                            : "install what is missing above, then tenon doctor --fetch"));
        }
    }

    private void unneededPart(String what, Part part) {
        findings.add(store.find(part)
                .map(entry -> Finding.ok(what, entry.toString()))
                .orElseGet(() -> new Finding(State.UNUSED, what, "not in the cache; only a build needs them", "")));
    }

    private static boolean carriesShim(Platform platform) {
        return LlamaEngine.class.getResource(
                        "native/" + platform.label() + "/" + platform.libraryFileName("tenon_llama"))
                != null;
    }

    private void shim(Platform platform, boolean carried, boolean libraries) {
        String what = "native library";
        if (!carried) {
            findings.add(new Finding(
                    State.MISSING,
                    what,
                    "this build carries none for " + platform.label(),
                    "build Tenon on this machine: ./tenon --version"));
            return;
        }
        Optional<Path> gguf = store.find(Parts.DEFAULT_MODEL)
                .or(() -> store.find(Parts.headers(platform))
                        .map(headers -> headers.resolve("models").resolve("ggml-vocab-gpt-2.gguf"))
                        .filter(Files::exists));
        if (!libraries || gguf.isEmpty()) {
            findings.add(
                    new Finding(State.LATER, what, "in this build; not tried, as there is nothing to try it on", ""));
            return;
        }
        long start = System.nanoTime();
        try (LlamaVocabulary vocabulary = LlamaVocabulary.load(gguf.get(), store)) {
            findings.add(Finding.ok(
                    what,
                    String.format(
                            Locale.ROOT,
                            "loads, and read %,d tokens of %s in %.1f s",
                            vocabulary.vocabulary().size(),
                            gguf.get().getFileName(),
                            (System.nanoTime() - start) / 1e9)));
        } catch (EngineException | PartException e) {
            findings.add(new Finding(
                    State.MISSING,
                    what,
                    String.valueOf(e.getMessage()),
                    "remove " + store.home() + ", then tenon doctor --fetch"));
        }
    }
}
