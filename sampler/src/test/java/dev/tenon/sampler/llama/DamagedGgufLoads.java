package dev.tenon.sampler.llama;

import dev.tenon.sampler.engine.EngineException;
import dev.tenon.sampler.engine.EngineSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process of its own that loads damaged models one after the other, and asks those that load for a token. It says what it is about to
 * load, so that whoever started it knows what ended it.
 */
public final class DamagedGgufLoads {
    static final String LOADS = "loads ";
    static final String LOADED = "loaded";
    static final String REFUSED = "refused ";
    static final String FAULT = "fault ";
    /** The kinds of damage: a number of the header, or another. */
    static final String NUMBER = "number";

    private DamagedGgufLoads() {}

    /** {@code FILE SCRATCH-FILE KIND FROM TO STEP}. */
    public static void main(String[] arguments) throws Exception {
        GgufDamage damage = new GgufDamage(Files.readAllBytes(Path.of(arguments[0])));
        Path file = Path.of(arguments[1]);
        int to = Integer.parseInt(arguments[4]);
        int step = Integer.parseInt(arguments[5]);
        for (int i = Integer.parseInt(arguments[3]); i < to; i += step) {
            GgufDamage.Damaged damaged = arguments[2].equals(NUMBER) ? damage.number(i) : damage.any(i);
            // Another file each time: the last one may still be mapped.
            Files.deleteIfExists(file);
            Files.write(file, damaged.content());
            say(LOADS + i + ": " + damaged.what());
            say(load(file));
        }
    }

    private static String load(Path file) {
        LlamaOptions options = LlamaOptions.defaults()
                .withContextLength(64)
                .withMaxSequences(1)
                .withThreads(1);
        try (LlamaEngine engine = LlamaEngine.load(file, options);
                EngineSession session = engine.open()) {
            int[] prompt = engine.tokenizer().tokenizePrompt("a \u00C4 b");
            FloatBuffer logits = session.decode(prompt, 0, prompt.length);
            return LOADED + " " + logits.remaining();
        } catch (EngineException e) {
            return REFUSED + String.valueOf(e.getMessage()).replace('\n', ' ');
        } catch (Throwable e) {
            return FAULT + e + " at " + e.getStackTrace()[0];
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
