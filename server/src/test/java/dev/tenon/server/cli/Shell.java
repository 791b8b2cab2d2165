package dev.tenon.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.parts.PartStore;
import dev.tenon.server.generation.ServedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Runs commands in this process, with a folder for their files, and keeps what they print. */
final class Shell {
    /** An object with a name and an age. */
    static final String PERSON = """
        {"type":"object","additionalProperties":false,"required":["name","age"],"properties":{
        "name":{"type":"string","minLength":1,"maxLength":20},
        "age":{"type":"integer","minimum":0,"maximum":120}}}
        """;

    private final Path folder;
    private ModelOptions.Source models = options -> {
        throw new IllegalStateException("this command should not load a model");
    };
    private Programs programs = new Programs("");
    private String input = "";
    private Map<String, String> environment = Map.of();
    private int room = Integer.MAX_VALUE;

    Shell(Path folder) {
        this.folder = folder;
    }

    /** How a command ended. */
    record Ran(int exitCode, String out, String err) {}

    /** A file in the folder; its path. */
    String file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shell withInput(String text) {
        input = text;
        return this;
    }

    Shell withEngine(Engine engine) {
        return withModels(options -> new ModelOptions.Loaded(
                engine, "test", new ServedModel.TextEnds("", "<|im_end|>"), Optional.empty(), () -> {}));
    }

    Shell withModels(ModelOptions.Source source) {
        models = source;
        return this;
    }

    /** After so many characters, standard output is a pipe that nobody reads any more. */
    Shell withReaderThatLeavesAfter(int characters) {
        room = characters;
        return this;
    }

    Shell withPath(String path) {
        programs = new Programs(path);
        return this;
    }

    Shell withEnvironment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    Ran run(String... arguments) {
        LimitedWriter out = new LimitedWriter(room);
        StringWriter err = new StringWriter();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(UTF_8)), new PrintWriter(out), new PrintWriter(err));
        int exitCode = TenonCommand.commandLine(
                        console, models, programs, PartStore.at(folder.resolve("home")), environment)
                .execute(arguments);
        console.out().flush();
        console.err().flush();
        return new Ran(exitCode, out.toString(), err.toString());
    }

    private static final class LimitedWriter extends Writer {
        private final StringBuilder text = new StringBuilder();
        private final int room;

        LimitedWriter(int room) {
            this.room = room;
        }

        @Override
        public void write(char[] buffer, int offset, int length) throws IOException {
            if (text.length() + length > room) {
                throw new IOException("Broken pipe");
            }
            text.append(buffer, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
