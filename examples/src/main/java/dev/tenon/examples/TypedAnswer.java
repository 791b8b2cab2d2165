package dev.tenon.examples;

import dev.tenon.server.local.LocalModel;
import dev.tenon.server.local.StructuredOutput;
import dev.tenon.server.local.StructuredReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks a model for a record. */
public final class TypedAnswer {
    enum Unit {
        GRAM,
        SPOON,
        PIECE
    }

    record Ingredient(String name, int amount, Unit unit) {}

    record Recipe(String title, List<Ingredient> ingredients, Optional<Duration> time) {}

    private static final StructuredOutput<Recipe> RECIPES = StructuredOutput.of(Recipe.class);

    private TypedAnswer() {}

    static String recipe(LocalModel model, String question) {
        return switch (RECIPES.generate(model, question)) {
            case StructuredReply.Complete<Recipe> reply ->
                reply.value().title() + " of " + reply.value().ingredients().size() + " ingredients";
            case StructuredReply.CutOff<Recipe> reply -> "cut off: " + reply.text();
        };
    }

    /** The argument is a GGUF file. */
    public static void main(String[] args) {
        try (LocalModel model = LocalModel.load(Path.of(args[0]))) {
            System.out.println(recipe(model, "How are pancakes made?"));
        }
    }
}
