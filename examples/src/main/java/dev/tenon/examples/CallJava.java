package dev.tenon.examples;

import dev.tenon.server.local.LocalModel;
import dev.tenon.server.local.ReplyOptions;
import dev.tenon.server.local.StructuredOutput;
import dev.tenon.server.local.Tool;
import dev.tenon.server.local.ToolLoop;
import dev.tenon.toolcalls.ChatMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Lets a model call Java until it can answer with a record. */
public final class CallJava {
    private static final Map<String, Integer> STOCK = Map.of("bolts", 120, "nuts", 0);

    record Item(String name) {}

    record Count(String name, int pieces) {}

    record Order(String item, int pieces, boolean urgent) {}

    private CallJava() {}

    private static Count count(Item item) {
        return new Count(item.name(), STOCK.getOrDefault(item.name(), 0));
    }

    static Order order(LocalModel model, String question) {
        ToolLoop loop = ToolLoop.of(Tool.of("stock", "How many pieces there are", Item.class, CallJava::count));
        return loop.run(
                        model,
                        List.of(new ChatMessage.User(question)),
                        ReplyOptions.defaults().withTemperature(0),
                        StructuredOutput.of(Order.class))
                .answer()
                .orElseThrow();
    }

    /** The argument is a GGUF file. */
    public static void main(String[] args) {
        try (LocalModel model = LocalModel.load(Path.of(args[0]))) {
            System.out.println(order(model, "Do we have to order nuts?"));
        }
    }
}
