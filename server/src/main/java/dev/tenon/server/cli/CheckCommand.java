package dev.tenon.server.cli;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.SchemaOptions.Whitespace;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells whether a text is one that could have been generated. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        header = "Tell whether a text is in the language of a schema or a grammar.",
        description = {
            "Walks the text byte by byte through the automaton that masks are made of. Exit code 0 if the text is in"
                    + " the language; 1 if it is not, with the byte where it left the language and what could have"
                    + " followed there.",
            "The language of a schema is what Tenon generates: keys in the order of the schema, numbers and strings in"
                + " their plain spelling, bounded white space. A valid document that is written otherwise is not in"
                + " it, unless --key-order, --numbers and --strings say so. One line break at the end of the text does"
                + " not count."
        },
        footer = {
            "%nExamples:",
            "  tenon check --schema person.json answer.json",
            "  echo '{\"name\":\"Ada\"}' | tenon check --schema person.json",
            "  tenon check --gbnf chess.gbnf game.txt"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class CheckCommand implements Callable<Integer> {
    private static final int EXCERPT_BYTES = 40;

    private final Console console;

    @Mixin
    private TextArguments language;

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..1",
            defaultValue = "-",
            description = "File with the text; - (the default) is standard input.")
    private String text;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing; only the exit code tells.")
    private boolean quiet;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (text.equals("-") && language.isStandardInput()) {
            throw CommandFailure.misuse(
                    "schema (or grammar) and text cannot both be standard input; name a file for the text");
        }
        Grammar grammar = language.read(Whitespace.FLEXIBLE, console);
        byte[] bytes = InputFile.bytes(text, console);
        Matcher matcher = new GrammarCompiler(TextSampler.byteVocabulary(), CompileLimits.defaults())
                .compile(grammar)
                .matcher();
        int accepted = matcher.acceptBytes(bytes, 0, bytes.length);
        boolean in = matcher.isAccepting() && isLineBreak(bytes, accepted);
        if (!quiet) {
            console.out().println(in ? name() + ": in the language" : describe(bytes, accepted, matcher));
        }
        return (in ? ExitCode.DONE : ExitCode.NO).code();
    }

    private String name() {
        return InputFile.name(text);
    }

    private static boolean isLineBreak(byte[] bytes, int from) {
        String rest = from >= bytes.length - 2
                ? new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1)
                : "more";
        return rest.isEmpty() || rest.equals("\n") || rest.equals("\r\n");
    }

    private String describe(byte[] bytes, int offset, Matcher matcher) {
        boolean early = isLineBreak(bytes, offset);
        StringBuilder text = new StringBuilder();
        text.append(name()).append(':').append(lineAndColumn(bytes, offset)).append(": ");
        if (early) {
            text.append("the text ended too early, after ").append(offset).append(" bytes");
        } else {
            text.append("left the language at byte ")
                    .append(offset)
                    .append(", at ")
                    .append(found(bytes, offset));
        }
        if (offset > 0) {
            text.append("%n  after:               %s".formatted(excerpt(bytes, offset)));
        }
        String next = ByteNames.of(matcher.nextBytes());
        boolean mayEnd = matcher.isAccepting();
        text.append("%n  could have followed: %s"
                .formatted(mayEnd && next.equals("nothing") ? "the end" : mayEnd ? next + ", or the end" : next));
        if (!early && isWhiteSpace(bytes[offset])) {
            text.append("%n  White space is bounded in what Tenon generates, however valid more of it is.".formatted());
        }
        return text.toString();
    }

    private static boolean isWhiteSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** The place as editors count: both from 1, columns in code points. */
    private static String lineAndColumn(byte[] bytes, int offset) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset; i++) {
            if (bytes[i] == '\n') {
                line++;
                column = 1;
            } else if (i + 1 >= bytes.length || !isContinuation(bytes[i + 1])) {
                column++;
            }
        }
        return line + ":" + column;
    }

    /** The character at the offset, or the one that the byte there is within. */
    private static String found(byte[] bytes, int offset) {
        int value = bytes[offset] & 0xFF;
        if (value < 0x80) {
            return ByteNames.of(value);
        }
        int from = offset;
        while (from > 0 && isContinuation(bytes[from]) && offset - from < 3) {
            from--;
        }
        int to = offset + 1;
        while (to < bytes.length && isContinuation(bytes[to]) && to - from < 4) {
            to++;
        }
        String character = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        String name = ByteNames.of(value);
        return character.codePointCount(0, character.length()) == 1 && character.indexOf('\uFFFD') < 0
                ? name + String.format(Locale.ROOT, " of '%s' (U+%04X)", character, character.codePointAt(0))
                : name;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    private static String excerpt(byte[] bytes, int offset) {
        int from = Math.max(0, offset - EXCERPT_BYTES);
        while (from < offset && isContinuation(bytes[from])) {
            from++;
        }
        String shown = new String(bytes, from, offset - from, StandardCharsets.UTF_8)
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
        return (from > 0 ? "..." : "") + shown;
    }
}
