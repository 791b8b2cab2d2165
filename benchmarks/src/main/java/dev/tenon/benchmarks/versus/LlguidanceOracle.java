package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** llguidance in a process of its own, asked by {@code masks.py}, which says what each question means. Not thread-safe. */
final class LlguidanceOracle implements OtherEngine, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final OutputStream questions;
    private final InputStream answers;
    private final Vocabulary vocabulary;
    /** The token of each single byte. */
    private final int[] ofByte = new int[256];

    /** Starts it on a folder that {@code tenon maskbench --export} wrote. */
    LlguidanceOracle(Path python, Path script, Path folder, Vocabulary vocabulary) throws IOException {
        this.vocabulary = vocabulary;
        Arrays.fill(ofByte, -1);
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.kind(id) == TokenKind.TEXT && vocabulary.byteCount(id) == 1) {
                ofByte[vocabulary.byteAt(id, 0)] = id;
            }
        }
        if (Arrays.stream(ofByte).anyMatch(id -> id < 0)) {
            throw new IllegalArgumentException("the vocabulary does not spell every byte by a token of its own");
        }
        process = new ProcessBuilder(python.toString(), "-B", script.toString(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        questions = process.getOutputStream();
        answers = process.getInputStream();
    }

    /** Takes a schema; why it does not, if it does not. */
    Optional<String> compile(String schema) throws IOException {
        return error(JSON.createObjectNode().put("compile", schema));
    }

    /** Back to the start of the text. */
    Optional<String> restart() throws IOException {
        return error(JSON.createObjectNode().put("restart", true));
    }

    /** Goes on by a token. */
    Optional<String> accept(int tokenId) throws IOException {
        return error(JSON.createObjectNode().put("accept", tokenId));
    }

    /** The mask where it stands, in words of 64 ids. */
    long[] mask() throws IOException {
        send(JSON.createObjectNode().put("mask", true));
        int words = (vocabulary.size() + 31) / 32;
        byte[] bytes = new byte[(words + 1) / 2 * 8];
        new DataInputStream(answers).readFully(bytes, 0, words * 4);
        long[] mask = new long[bytes.length / 8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(mask);
        return mask;
    }

    @Override
    public int[] accepted(List<byte[]> ways) throws IOException {
        ObjectNode question = JSON.createObjectNode();
        ArrayNode lists = question.putArray("validate");
        for (byte[] way : ways) {
            addTokens(way, lists.addArray());
        }
        JsonNode counts = ask(question).get("counts");
        int[] accepted = new int[ways.size()];
        for (int i = 0; i < accepted.length; i++) {
            accepted[i] = counts.get(i).intValue();
        }
        return accepted;
    }

    @Override
    public boolean accepts(byte[] text) throws IOException {
        ObjectNode question = JSON.createObjectNode();
        addTokens(text, question.putArray("check"));
        return ask(question).get("accepted").booleanValue();
    }

    @Override
    public Optional<byte[]> finish(byte[] bytes, boolean inQuotes, int seed) throws IOException {
        ObjectNode question = JSON.createObjectNode();
        addTokens(bytes, question.putArray("finish"));
        JsonNode tokens = ask(question.put("open", inQuotes).put("seed", seed)).get("tokens");
        if (tokens.isNull()) {
            return Optional.empty();
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        tokens.forEach(id -> text.writeBytes(vocabulary.bytes(id.intValue())));
        return Optional.of(text.toByteArray());
    }

    private void addTokens(byte[] bytes, ArrayNode array) {
        for (byte b : bytes) {
            array.add(ofByte[b & 0xFF]);
        }
    }

    private Optional<String> error(ObjectNode question) throws IOException {
        JsonNode error = ask(question).get("error");
        return error.isNull() ? Optional.empty() : Optional.of(error.textValue());
    }

    private JsonNode ask(ObjectNode question) throws IOException {
        send(question);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = answers.read(); b != '\n'; b = answers.read()) {
            if (b < 0) {
                throw new IOException("llguidance's process has ended");
            }
            line.write(b);
        }
        return JSON.readTree(line.toByteArray());
    }

    private void send(ObjectNode question) throws IOException {
        questions.write((question + "\n").getBytes(StandardCharsets.UTF_8));
        questions.flush();
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
