package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.sampler.parts.PartStore;
import dev.tenon.sampler.parts.Parts;
import dev.tenon.sampler.parts.Platform;
import dev.tenon.server.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GenerateCommandTest {
    private static final String ADA = "{\"name\":\"Ada\",\"age\":36}";

    @TempDir
    Path folder;

    private Shell scripted(String text) {
        return new Shell(folder).withEngine(TestModels.scripted(text));
    }

    private Shell.Ran generate(Shell shell, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "generate";
        arguments[1] = "--schema";
        arguments[2] = shell.file("s.json", Shell.PERSON);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return shell.run(arguments);
    }

    @Test
    void theAnswerAloneGoesToStandardOutput() {
        Shell.Ran ran = generate(scripted("Sure! Here it is: " + ADA + " Enjoy."), "--prompt", "Invent a person.");
        assertAll(
                () -> assertEquals(0, ran.exitCode(), ran.err()),
                () -> assertEquals(ADA + "\n", ran.out()),
                () -> assertTrue(ran.err().contains("tokens"), ran.err()));
    }

    @Test
    void anAnswerThatIsCutOffIsPrintedAsFarAsItWentAndEndsWithOne() {
        Shell.Ran ran = generate(scripted(ADA), "--max-tokens", "12");
        String text = ran.out().strip();
        assertAll(
                () -> assertEquals(1, ran.exitCode()),
                () -> assertTrue(ADA.startsWith(text) && text.length() >= 8, text),
                () -> assertTrue(ran.err().contains("--max-tokens 12"), ran.err()));
    }

    @Test
    void noiseWritesValidTextsToo() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Shell.Ran ran = generate(
                    new Shell(folder).withEngine(TestModels.random(seed)), "--seed", "" + seed, "--temperature", "2");
            assertEquals(0, ran.exitCode(), ran.err());
            JsonNode person = JsonMapper.builder().build().readTree(ran.out());
            assertTrue(person.get("age").intValue() <= 120, ran.out());
        }
    }

    @Test
    void theSeedDecidesTheText() {
        String first = noise("1");
        assertEquals(first, noise("1"));
        assertNotEquals(first, noise("2"));
    }

    private String noise(String seed) {
        return generate(new Shell(folder).withEngine(TestModels.random(9)), "--seed", seed)
                .out();
    }

    @Test
    void aPromptMayComeFromAFileOrStandardInput() {
        Shell shell = scripted(ADA);
        assertEquals(
                0,
                generate(shell, "--prompt-file", shell.file("p.txt", "Invent a person."))
                        .exitCode());
        assertEquals(
                0,
                generate(scripted(ADA).withInput("Invent."), "--prompt-file", "-", "--system", "Be brief.")
                        .exitCode());
    }

    @Test
    void aSchemaThatIsRefusedIsSoBeforeAModelIsLoaded() {
        Shell shell = new Shell(folder);
        Shell.Ran ran = shell.run("generate", "--schema", shell.file("bad.json", "{\"not\":{\"uniqueItems\":true}}"));
        assertEquals(2, ran.exitCode());
        assertTrue(ran.err().contains("uniqueItems"), ran.err());
    }

    @Test
    void optionsOutOfRangeAreToldByName() {
        assertEquals(2, generate(scripted(ADA), "--temperature", "3").exitCode());
        assertTrue(generate(scripted(ADA), "--temperature", "3").err().contains("--temperature"));
        assertEquals(2, generate(scripted(ADA), "--max-tokens", "0").exitCode());
        assertEquals(
                2, generate(scripted(ADA), "--prompt", "long ".repeat(3_000)).exitCode());
    }

    @Test
    void theDefaultModelAnswersValidly() throws IOException {
        PartStore store = PartStore.atDefaultHome();
        assumeTrue(
                store.find(Parts.DEFAULT_MODEL).isPresent()
                        && store.find(Parts.libraries(Platform.current())).isPresent(),
                "the default model or llama.cpp is not in the cache; tenon doctor --fetch brings them");
        Shell.Ran ran = generate(
                new Shell(folder).withModels(ModelOptions::load),
                "--prompt",
                "Invent a person.",
                "--seed",
                "3",
                // Several threads wait for each other, which is slow on a machine that tests have to share.
                "--threads",
                "1");
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(JsonMapper.builder().build().readTree(ran.out()).has("age"), ran.out());
    }
}
