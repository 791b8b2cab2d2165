package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.benchmarks.versus.Classifier.Classified;
import dev.tenon.sampler.llama.LlamaVocabulary;
import dev.tenon.server.maskbench.MaskBench;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tenon's masks beside llguidance's, at every prefix of every instance that both take; what differs is replayed byte by byte and
 * classified. An oracle that shares no code with ours. Not thread-safe.
 */
final class MaskComparison implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final LlamaVocabulary loaded;
    private final Vocabulary vocabulary;
    private final GrammarCompiler compiler;
    private final LlguidanceOracle theirs;
    private final DifferenceTally tally = new DifferenceTally();

    /** Over what {@code tenon maskbench --export} wrote into a folder. */
    MaskComparison(Path folder, Path python, Path script) throws IOException {
        this.folder = folder;
        String file = JSON.readTree(folder.resolve("vocabulary.json").toFile())
                .get("file")
                .textValue();
        loaded = LlamaVocabulary.load(Path.of(file));
        vocabulary = loaded.vocabulary();
        compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
        theirs = new LlguidanceOracle(python, script, folder, vocabulary);
    }

    /** Compares all cases. */
    DifferenceTally compare() throws IOException {
        int done = 0;
        for (String line : Selection.lines(folder.resolve("cases.jsonl"))) {
            compare(JSON.readTree(line));
            if (++done % 10 == 0) {
                System.err.println(done + " schemas");
            }
        }
        return tally;
    }

    private void compare(JsonNode test) throws IOException {
        String schemaText = test.get("schema").textValue();
        Optional<String> refused = theirs.compile(schemaText);
        TenonLanguage ours;
        Classifier classifier;
        try {
            JsonNode schema = MaskBench.parseSchema(schemaText);
            ours = new TenonLanguage(compiler, schema);
            classifier = new Classifier(ours, theirs, new SchemaJudge(schema), new SchemaPlaces(schema));
        } catch (RuntimeException e) {
            tally.notCompared();
            return;
        }
        if (refused.isPresent()) {
            tally.notCompared();
            return;
        }
        tally.begin(test.get("id").textValue());
        for (JsonNode instance : test.get("tests")) {
            if (!instance.get("tokens").isNull()) {
                walk(instance.get("tokens"), ours, classifier);
            }
        }
    }

    private void walk(JsonNode tokens, TenonLanguage language, Classifier classifier) throws IOException {
        Matcher ours = language.matcher();
        Matcher ordered = language.orderedMatcher();
        Optional<String> failure = theirs.restart();
        ByteArrayOutputStream prefix = new ByteArrayOutputStream();
        for (int i = 0; failure.isEmpty() && i <= tokens.size(); i++) {
            long[] theirMask = theirs.mask();
            compareAt(prefix.toByteArray(), ours, ordered, theirMask, classifier);
            if (i == tokens.size()) {
                break;
            }
            int token = tokens.get(i).intValue();
            boolean theyGoOn = (theirMask[token >> 6] & (1L << token)) != 0;
            if (!ours.allows(token) || !theyGoOn) {
                break;
            }
            ours.accept(token);
            ordered = ordered != null && ordered.allows(token) ? accepted(ordered, token) : null;
            failure = theirs.accept(token);
            prefix.writeBytes(vocabulary.bytes(token));
        }
        if (failure.isPresent()) {
            tally.theyFailed();
        }
    }

    private static Matcher accepted(Matcher matcher, int token) {
        matcher.accept(token);
        return matcher;
    }

    private void compareAt(
            byte[] prefix, Matcher ours, @Nullable Matcher ordered, long[] theirMask, Classifier classifier)
            throws IOException {
        PartingSearch search = new PartingSearch(vocabulary, theirs);
        search.search(ours, ours.mask(), theirMask);
        tally.mask(search.tokens());
        for (Parting parting : search.partings()) {
            Classified made = classifier.classify(prefix, parting, ours, ordered);
            tally.add(made.difference(), parting.tokens(), () -> example(prefix, parting, made));
        }
        for (int token : search.ourContradictions()) {
            tally.add(Difference.OUR_MASK, 1, () -> example(prefix, token));
        }
        for (int token : search.theirContradictions()) {
            tally.add(Difference.THEIR_MASK, 1, () -> example(prefix, token));
        }
        if (search.left() > 0) {
            tally.add(Difference.NOT_JUDGED, search.left(), () -> "");
        }
    }

    private String example(byte[] prefix, Parting parting, Classified made) {
        return text(prefix) + " ¦ " + quoted(parting.tokenId()) + ": "
                + (parting.ours() ? "we" : "they") + " alone take "
                + (parting.atEnd() ? "the end" : '"' + text(parting.way()) + '"')
                + (made.text().isEmpty() ? "" : ", as in " + made.text());
    }

    private String example(byte[] prefix, int tokenId) {
        return text(prefix) + " ¦ " + quoted(tokenId);
    }

    private String quoted(int tokenId) {
        return "token " + tokenId + " \"" + text(vocabulary.bytes(tokenId)) + '"';
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8)
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\r", "\\r");
    }

    @Override
    public void close() throws IOException {
        theirs.close();
        loaded.close();
    }
}
