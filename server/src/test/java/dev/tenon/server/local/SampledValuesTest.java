package dev.tenon.server.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.server.TestModels;
import dev.tenon.toolcalls.ChatMessage;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a model without any idea writes at temperature 2 is a value of the type, or honestly cut off: for every type, over
 * some seeds.
 */
final class SampledValuesTest {
    private static final int SEEDS = Integer.getInteger("tenon.seeds", 6);
    private static final int MAX_TOKENS = 400;

    static Stream<StructuredOutput<?>> everyTypeReadsWhatIsWritten() {
        return Stream.of(
                StructuredOutput.of(SampleTypes.Person.class),
                StructuredOutput.of(SampleTypes.Numbers.class),
                StructuredOutput.of(SampleTypes.Boxed.class),
                StructuredOutput.of(SampleTypes.Letters.class),
                StructuredOutput.of(SampleTypes.Exact.class),
                StructuredOutput.of(SampleTypes.Moments.class),
                StructuredOutput.of(SampleTypes.Locals.class),
                StructuredOutput.of(SampleTypes.Parts.class),
                StructuredOutput.of(SampleTypes.Spans.class),
                StructuredOutput.of(SampleTypes.Names.class),
                StructuredOutput.of(SampleTypes.Lists.class),
                StructuredOutput.of(SampleTypes.Sets.class),
                StructuredOutput.of(SampleTypes.Maps.class),
                StructuredOutput.of(SampleTypes.Trees.class),
                StructuredOutput.of(SampleTypes.Maybes.class),
                StructuredOutput.of(SampleTypes.Empty.class),
                StructuredOutput.of(SampleTypes.Outer.class),
                StructuredOutput.of(SampleTypes.Chain.class),
                StructuredOutput.of(SampleTypes.Folder.class),
                StructuredOutput.of(SampleTypes.Enums.class),
                StructuredOutput.of(SampleTypes.Shape.class),
                StructuredOutput.of(SampleTypes.Circle.class),
                StructuredOutput.of(SampleTypes.Drawing.class),
                StructuredOutput.of(SampleTypes.Term.class),
                StructuredOutput.of(SampleTypes.Room.class),
                StructuredOutput.of(SampleTypes.Bean.class),
                StructuredOutput.of(SampleTypes.Color.class),
                StructuredOutput.of(int.class),
                StructuredOutput.of(String.class),
                StructuredOutput.of(boolean[].class),
                StructuredOutput.of(OffsetDateTime.class),
                StructuredOutput.of(Instant.class),
                StructuredOutput.of(LocalDateTime.class),
                StructuredOutput.of(new TypeReference<SampleTypes.Page<SampleTypes.Person>>() {}),
                StructuredOutput.of(new TypeReference<SampleTypes.Page<SampleTypes.Shape>>() {}),
                StructuredOutput.of(new TypeReference<Map<String, List<SampleTypes.Outer>>>() {}),
                StructuredOutput.of(new TypeReference<Set<SampleTypes.Color>>() {}),
                StructuredOutput.of(new TypeReference<List<?>>() {}));
    }

    @ParameterizedTest
    @MethodSource
    void everyTypeReadsWhatIsWritten(StructuredOutput<?> type) {
        Schema judge = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(type.schema().toString(), InputFormat.JSON);
        int complete = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Engine engine = TestModels.random(seed);
                    LocalModel model = LocalModel.of(engine)) {
                ReplyOptions options = ReplyOptions.defaults()
                        .withTemperature(2)
                        .withSeed(seed)
                        .withMaxTokens(MAX_TOKENS);
                StructuredReply<?> reply = type.generate(model, List.of(new ChatMessage.User("any")), options);
                switch (reply) {
                    case StructuredReply.Complete<?> value -> {
                        assertEquals(List.of(), judge.validate(value.text(), InputFormat.JSON), value.text());
                        complete++;
                    }
                    case StructuredReply.CutOff<?> cut ->
                        assertEquals(MAX_TOKENS, cut.usage().completionTokens());
                }
            }
        }
        assertTrue(SEEDS < 6 || complete > 0, "every reply was cut off");
    }
}
