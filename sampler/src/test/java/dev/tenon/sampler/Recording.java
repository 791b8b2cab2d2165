package dev.tenon.sampler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.automaton.match.MatchEvent;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the events of one generation, and holds that the last one is the end. */
final class Recording implements GenerationListener {
    private final List<TokenChoice> tokens = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final ByteArrayOutputStream labelled = new ByteArrayOutputStream();
    private Optional<GenerationResult> result = Optional.empty();

    @Override
    public void on(GenerationEvent event) {
        if (result.isPresent()) {
            throw new AssertionError("after the end: " + event);
        }
        switch (event) {
            case GenerationEvent.Token token -> tokens.add(token.choice());
            case GenerationEvent.Match match -> {
                switch (match.event()) {
                    case MatchEvent.Open open -> labelled.writeBytes(("[" + open.label() + ":").getBytes(UTF_8));
                    case MatchEvent.Close close -> labelled.writeBytes("]".getBytes(UTF_8));
                    case MatchEvent.Bytes bytes -> {
                        labelled.writeBytes(bytes.bytes());
                        text.writeBytes(bytes.bytes());
                    }
                }
            }
            case GenerationEvent.Finished finished -> result = Optional.of(finished.result());
        }
    }

    List<TokenChoice> tokens() {
        return tokens;
    }

    List<Integer> ids() {
        return tokens.stream().map(TokenChoice::tokenId).toList();
    }

    /** The reported text. */
    String text() {
        return text.toString(UTF_8);
    }

    byte[] textBytes() {
        return text.toByteArray();
    }

    /** The reported text with its captures in brackets. */
    String labelled() {
        return labelled.toString(UTF_8);
    }

    /** The text of the reported tokens. */
    String bytesOfTokens() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tokens.forEach(token -> bytes.writeBytes(token.bytes()));
        return bytes.toString(UTF_8);
    }

    GenerationResult result() {
        return result.orElseThrow();
    }
}
