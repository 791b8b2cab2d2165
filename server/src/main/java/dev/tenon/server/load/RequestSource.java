package dev.tenon.server.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes up requests by lot, the same ones for the same seed. */
final class RequestSource {
    private static final List<String> NAMES = List.of(
            "Anna", "Boris", "Chiara", "David", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kalina", "Leo",
            "Mira", "Nils", "Olga", "Pavel", "Rosa", "Samir", "Tilda", "Yuki");
    private static final List<String> PLACES = List.of(
            "Lisbon", "Ghent", "Oslo", "Trieste", "Kyoto", "Quito", "Tartu", "Leeds", "Porto", "Graz", "Varna", "Turku",
            "Cusco", "Malmö", "Nantes", "Izmir");
    private static final List<String> THINGS = List.of(
            "old maps",
            "a blue bicycle",
            "fountain pens",
            "walnut furniture",
            "a wool coat",
            "garden tools",
            "model ships",
            "a coffee mill",
            "chess clocks",
            "hiking boots",
            "paper lamps",
            "a violin bow");
    private static final int MOST_CHUNKS_BEFORE_LEAVING = 40;

    private final LoadPlan plan;
    private final String model;
    private final SplittableRandom random;

    RequestSource(LoadPlan plan, String model) {
        this.plan = plan;
        this.model = model;
        this.random = new SplittableRandom(plan.seed());
    }

    /** The next one. Each takes from the lot what it needs, whatever the others were. */
    PlannedRequest next() {
        SplittableRandom own = random.split();
        LoadTask task = plan.mix().draw(own);
        ObjectNode body = body(task, own);
        double lot = own.nextDouble();
        if (lot < plan.malformed()) {
            Flaw flaw = Flaw.values()[own.nextInt(Flaw.values().length)];
            byte[] flawed = flaw.applyTo(body);
            return new PlannedRequest(task, flawed, new Fate.Refused(flaw.label()));
        }
        Fate fate = lot < plan.malformed() + plan.cutOff()
                ? new Fate.CutOff(streams() ? own.nextInt(MOST_CHUNKS_BEFORE_LEAVING) : 0)
                : new Fate.Answered();
        return new PlannedRequest(task, bytes(body), fate);
    }

    /** Whether answers are to come in pieces, as they do unless the plan says otherwise. */
    private boolean streams() {
        return plan.body().path("stream").asBoolean(true);
    }

    /** Seconds until the next arrival of a Poisson process. */
    double pause(double perSecond) {
        return -Math.log(1 - random.nextDouble()) / perSecond;
    }

    private ObjectNode body(LoadTask task, SplittableRandom own) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode body = json.objectNode().put("model", model).put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.putArray("messages")
                .add(json.objectNode().put("role", "system").put("content", task.system()))
                .add(json.objectNode().put("role", "user").put("content", fill(task.prompt(), own)));
        task.schema()
                .ifPresent(schema -> body.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema")
                        .put("name", task.name())
                        .put("strict", false)
                        .set("schema", schema));
        if (task.kind() == LoadTask.Kind.TOOLS) {
            for (JsonNode tool : LoadTasks.tools()) {
                body.withArray("tools").addObject().put("type", "function").set("function", tool);
            }
            body.put("tool_choice", "required").put("parallel_tool_calls", false);
        }
        body.put("seed", own.nextInt(Integer.MAX_VALUE));
        plan.body().properties().forEach(member -> body.set(member.getKey(), member.getValue()));
        if (!streams()) {
            body.remove("stream_options");
        }
        return body;
    }

    private static String fill(String prompt, SplittableRandom own) {
        return prompt.replace("{name}", NAMES.get(own.nextInt(NAMES.size())))
                .replace("{place}", PLACES.get(own.nextInt(PLACES.size())))
                .replace("{thing}", THINGS.get(own.nextInt(THINGS.size())));
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What can be wrong with a request. */
    private enum Flaw {
        BROKEN_JSON("broken JSON") {
            @Override
            byte[] applyTo(ObjectNode body) {
                byte[] whole = bytes(body);
                return Arrays.copyOf(whole, whole.length - 7);
            }
        },
        MESSAGES_A_STRING("messages that are a string") {
            @Override
            byte[] applyTo(ObjectNode body) {
                return bytes(body.put("messages", "hello"));
            }
        },
        TEMPERATURE_A_STRING("a temperature that is a string") {
            @Override
            byte[] applyTo(ObjectNode body) {
                return bytes(body.put("temperature", "warm"));
            }
        },
        UNKNOWN_TOOL("a tool that is not there") {
            @Override
            byte[] applyTo(ObjectNode body) {
                body.withArray("tools")
                        .addObject()
                        .put("type", "function")
                        .set("function", LoadTasks.tools().get(0));
                body.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", "no_such_tool");
                return bytes(body);
            }
        },
        BAD_SCHEMA("a schema that is none") {
            @Override
            byte[] applyTo(ObjectNode body) {
                body.remove("tools");
                body.remove("tool_choice");
                body.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema")
                        .put("name", "bad")
                        .putObject("schema")
                        .put("type", "objekt");
                return bytes(body);
            }
        };

        private final String label;

        Flaw(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        abstract byte[] applyTo(ObjectNode body);
    }
}
