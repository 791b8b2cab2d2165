package dev.tenon.server.cli;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.SchemaOptions.Whitespace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes texts of a language with no model. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        header = "Write random texts of the language of a schema or a grammar, with no model.",
        description = {
            "One text a line, without white space between tokens unless --whitespace says so. Every text of the"
                + " language that is no longer than --max-bytes may come up; short strings and small numbers come up"
                + " more often than long ones."
        },
        footer = {
            "%nExamples:",
            "  tenon sample --schema person.json --count 100 --seed 7",
            "  tenon sample --schema person.json --vocab model.gguf | head",
            "  tenon sample --lark query.lark --count 20"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class SampleCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private TextArguments language;

    @Option(
            names = {"-n", "--count"},
            defaultValue = "10",
            paramLabel = "N",
            description = "How many texts (${DEFAULT-VALUE}).")
    private long count;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "S",
            description = "The same seed gives the same texts (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--vocab",
            paramLabel = "GGUF",
            description = "Draw tokens of this vocabulary, each that is allowed as likely as any other; bytes if not"
                    + " said.")
    private @Nullable Path vocabulary;

    @Option(
            names = "--max-bytes",
            defaultValue = "2000",
            paramLabel = "N",
            description = "About how long a text may become (${DEFAULT-VALUE}): from there it takes the shortest way to"
                    + " its end.")
    private int maxBytes;

    SampleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (count < 0 || maxBytes < 0) {
            throw CommandFailure.misuse("--count and --max-bytes are at least 0");
        }
        TextSampler sampler = sampler(language.read(Whitespace.COMPACT, console), language.name());
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < count; i++) {
            // Each text has a generator of its own: the tenth is the same whatever the others draw.
            byte[] text = sampler.next(random.split());
            console.out().print(new String(text, StandardCharsets.UTF_8));
            console.out().print('\n');
            if (console.out().checkError()) {
                return ExitCode.DONE.code();
            }
        }
        return ExitCode.DONE.code();
    }

    private TextSampler sampler(Grammar grammar, String name) {
        CompileLimits limits = CompileLimits.defaults();
        Path gguf = vocabulary;
        try {
            return gguf == null
                    ? TextSampler.overBytes(grammar, limits, maxBytes)
                    : TextSampler.overTokens(grammar, new GrammarCompiler(load(gguf), limits), maxBytes);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.misuse(name + ": " + e.getMessage());
        }
    }

    private static Vocabulary load(Path gguf) {
        try (VocabularyFile loaded = VocabularyFile.load(gguf)) {
            return loaded.vocabulary();
        }
    }
}
