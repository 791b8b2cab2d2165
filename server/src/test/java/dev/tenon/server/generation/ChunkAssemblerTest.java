package dev.tenon.server.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.match.MatchEvent;
import dev.tenon.sampler.FinishReason;
import dev.tenon.sampler.GenerationEvent;
import dev.tenon.sampler.GenerationResult;
import dev.tenon.sampler.TokenChoice;
import dev.tenon.toolcalls.OutputPlan;
import dev.tenon.toolcalls.ToolCallIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ChunkAssemblerTest {
    private final ChunkAssembler assembler =
            new ChunkAssembler(Optional.empty(), new ToolCallIds(new Random(1)), ChunkAssembler.Tokens.KEPT);
    private final List<String> pieces = new ArrayList<>();

    private void on(GenerationEvent event) {
        for (ReplyEvent piece : assembler.on(event)) {
            pieces.add(print(piece));
        }
    }

    private static String print(ReplyEvent piece) {
        String tokens = piece.tokens().stream()
                .map(token -> new String(token.bytes(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("|", " [", "]"));
        return switch (piece) {
            case ReplyEvent.Reasoning reasoning -> "(" + reasoning.text() + ")" + tokens;
            case ReplyEvent.Content content -> content.text() + tokens;
            case ReplyEvent.CallOpened opened -> opened.index() + ":" + opened.name() + tokens;
            case ReplyEvent.Arguments arguments -> arguments.index() + "+" + arguments.text() + tokens;
            case ReplyEvent.Finished finished -> finished.end() + tokens;
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void token(String text) {
        on(new GenerationEvent.Token(new TokenChoice(7, bytes(text), TokenChoice.Origin.SAMPLED, -1f, List.of())));
    }

    private void text(String text) {
        on(new GenerationEvent.Match(new MatchEvent.Bytes(bytes(text))));
    }

    private void open(String label) {
        on(new GenerationEvent.Match(new MatchEvent.Open(label)));
    }

    private void close(String label) {
        on(new GenerationEvent.Match(new MatchEvent.Close(label)));
    }

    private void finish(FinishReason reason) {
        on(new GenerationEvent.Finished(new GenerationResult(reason, 1, 0, 1, 0, 0, 0, 0, 0, 0)));
    }

    @Test
    void passesTextOnWithTheTokensItIsMadeOf() {
        open(OutputPlan.CONTENT);
        token("ab");
        text("ab");
        token("c");
        text("c");
        close(OutputPlan.CONTENT);
        finish(FinishReason.STOP);
        assertEquals(List.of("ab [ab]", "c [c]", "STOP []"), pieces);
    }

    @Test
    void keepsATokenUntilAllOfItsTextIsThere() {
        open(OutputPlan.CONTENT);
        token("one, ");
        text("one");
        token("two");
        text(", two");
        finish(FinishReason.LENGTH);
        assertEquals(List.of("one []", ", two [one, |two]", "LENGTH []"), pieces);
    }

    @Test
    void cutsTheTokenInWhichAStopStringBegan() {
        open(OutputPlan.CONTENT);
        token("wor");
        text("wor");
        token("ld!");
        text("l");
        token("x");
        finish(FinishReason.STOP);
        assertEquals(List.of("wor [wor]", "l []", "STOP [l]"), pieces);
    }

    @Test
    void opensACallWhenItsNameIsWholeAndFinishesWithToolCalls() {
        open(OutputPlan.CALLS);
        token("<t>");
        text("<t>");
        open(OutputPlan.CALL);
        open(OutputPlan.NAME);
        token("f");
        text("f");
        close(OutputPlan.NAME);
        open(OutputPlan.ARGUMENTS);
        token("{}");
        text("{}");
        close(OutputPlan.ARGUMENTS);
        close(OutputPlan.CALL);
        close(OutputPlan.CALLS);
        finish(FinishReason.STOP);
        assertEquals(List.of("0:f [<t>|f]", "0+{} [{}]", "TOOL_CALLS []"), pieces);
    }

    @Test
    void finishesWithLengthInTheMidstOfACall() {
        open(OutputPlan.CALLS);
        open(OutputPlan.CALL);
        open(OutputPlan.NAME);
        text("f");
        close(OutputPlan.NAME);
        finish(FinishReason.LENGTH);
        assertEquals(List.of("0:f []", "LENGTH []"), pieces);
    }

    @Test
    void saysNothingAfterACancellation() {
        open(OutputPlan.CONTENT);
        text("a");
        finish(FinishReason.CANCELLED);
        assertEquals(List.of("a []"), pieces);
    }
}
