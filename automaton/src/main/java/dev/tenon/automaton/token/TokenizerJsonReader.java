package dev.tenon.automaton.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads the parts of a {@code tokenizer.json} that say what the ids stand for, in one streaming pass and in whatever
 * order they come. Not thread-safe; used once.
 */
final class TokenizerJsonReader {
    /** Most ids; published vocabularies have up to some 260,000. */
    static final int MAX_IDS = 1 << 22;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            // The names of a vocabulary are all different: nothing to gain by keeping a table of them.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNameLength(Vocabulary.MAX_TOKEN_BYTES)
                    .maxStringLength(8 << 20)
                    .maxDocumentLength(512L << 20)
                    .build())
            .build());

    private final TokenizerTokens tokens = new TokenizerTokens();
    private boolean modelSeen;

    /** @throws TokenizerFormatException with line, column and JSON Pointer */
    TokenizerTokens read(Reader reader) throws IOException {
        try (JsonParser parser = MAPPER.createParser(reader)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            parser.nextToken();
            expect(parser, JsonToken.START_OBJECT, "an object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "added_tokens" -> readAddedTokens(parser);
                    case "model" -> readModel(parser);
                    case "normalizer", "pre_tokenizer", "decoder" -> readSpelling(parser);
                    default -> parser.skipChildren();
                }
            }
            if (!modelSeen) {
                throw new TokenizerFormatException("/model: missing; this is no tokenizer.json");
            }
            return tokens;
        } catch (JsonProcessingException e) {
            throw new TokenizerFormatException(
                    "line %d, column %d: no well-formed JSON: %s"
                            .formatted(
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr(),
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getColumnNr(),
                                    clip(e.getOriginalMessage())),
                    e);
        }
    }

    private void readAddedTokens(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(parser, JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser, JsonToken.START_OBJECT, "an object");
            int id = -1;
            String content = "";
            boolean special = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "id" -> id = readId(parser);
                    case "content" -> content = readText(parser);
                    case "special" -> special = readFlag(parser);
                    default -> parser.skipChildren();
                }
            }
            if (id < 0 || content.isEmpty()) {
                throw broken(parser, "an added token needs an \"id\" and a \"content\" that is not empty");
            }
            tokens.add(id, content, special);
        }
    }

    private void readModel(JsonParser parser) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "an object");
        modelSeen = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
            switch (field) {
                case "type" -> refuseWords(parser);
                case "vocab" -> readVocabulary(parser);
                case "byte_fallback" -> tokens.byteFallback |= !absent && readFlag(parser);
                case "unk_token" -> tokens.unknownName = absent ? "" : readText(parser);
                case "unk_id" -> tokens.unknownId = absent ? -1 : readId(parser);
                case "continuing_subword_prefix", "end_of_word_suffix" -> {
                    if (!absent && !readText(parser).isEmpty()) {
                        throw broken(parser, "tokens that mark the ends of words do not say where the spaces are");
                    }
                }
                default -> parser.skipChildren();
            }
        }
    }

    private static void refuseWords(JsonParser parser) throws IOException {
        String type = readText(parser);
        if (!type.equals("BPE") && !type.equals("Unigram")) {
            throw broken(
                    parser,
                    "a model of type " + clip(type)
                            + " does not say which bytes its tokens stand for; BPE and Unigram do");
        }
    }

    /** An object of tokens and ids (BPE), or an array of tokens and scores whose ids are their places (Unigram). */
    private void readVocabulary(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            int id = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser, JsonToken.START_ARRAY, "an array of a token and its score");
                parser.nextToken();
                readEntry(parser, readText(parser), id++);
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    parser.skipChildren();
                }
            }
            return;
        }
        expect(parser, JsonToken.START_OBJECT, "an object or an array");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String token = parser.currentName();
            parser.nextToken();
            readEntry(parser, token, readId(parser));
        }
    }

    private void readEntry(JsonParser parser, String token, int id) {
        if (id >= MAX_IDS) {
            throw broken(parser, "more than " + MAX_IDS + " ids");
        }
        if (!tokens.put(id, token)) {
            throw broken(parser, "the id " + id + " is given twice");
        }
    }

    /** Looks through a part of the pipeline, and the parts in it, for those that change how tokens spell bytes. */
    private void readSpelling(JsonParser parser) throws IOException {
        Deque<JsonNode> parts = new ArrayDeque<>();
        parts.add(MAPPER.readTree(parser));
        while (!parts.isEmpty()) {
            JsonNode part = parts.remove();
            switch (part.path("type").asText("")) {
                case "ByteLevel" -> tokens.byteLevel = true;
                case "ByteFallback" -> tokens.byteFallback = true;
                case "Metaspace" -> tokens.space = part.path("replacement").asText(TokenizerTokens.LOW_LINE);
                case "Replace" -> {
                    String pattern = part.path("pattern").path("String").asText("");
                    String content = part.path("content").asText("");
                    if ((pattern + content).equals(" " + TokenizerTokens.LOW_LINE)
                            || (pattern + content).equals(TokenizerTokens.LOW_LINE + " ")) {
                        tokens.space = TokenizerTokens.LOW_LINE;
                    }
                }
                default ->
                    part.forEach(inner -> {
                        if (inner.isContainerNode()) {
                            parts.add(inner);
                        }
                    });
            }
        }
    }

    private static int readId(JsonParser parser) throws IOException {
        expect(parser, JsonToken.VALUE_NUMBER_INT, "an integer");
        long id = parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? -1 : parser.getLongValue();
        if (id < 0 || id >= MAX_IDS) {
            throw broken(parser, "an id must be from 0 to " + (MAX_IDS - 1));
        }
        return (int) id;
    }

    private static String readText(JsonParser parser) throws IOException {
        expect(parser, JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    private static boolean readFlag(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw broken(parser, "expected true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private static void expect(JsonParser parser, JsonToken expected, String what) {
        if (parser.currentToken() != expected) {
            throw broken(parser, "expected " + what);
        }
    }

    private static TokenizerFormatException broken(JsonParser parser, String what) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return new TokenizerFormatException("line %d, column %d, at \"%s\": %s"
                .formatted(
                        parser.currentTokenLocation().getLineNr(),
                        parser.currentTokenLocation().getColumnNr(),
                        clip(pointer),
                        what));
    }

    private static String clip(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
