package dev.tenon.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random JSON value over few keys, strings and numbers, so that it often meets a random schema.
 *
 * @param text one compact spelling
 * @param orders its spellings with the members of each object in every order
 */
record JsonSample(String text, List<String> orders) {
    private static final List<String> KEYS = List.of("a", "b", "ab", "c");

    static List<JsonSample> draw(SplittableRandom random, int count) {
        List<JsonSample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> orders = value(random, 2);
            samples.add(new JsonSample(orders.get(0), orders));
        }
        return samples;
    }

    private static List<String> value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 7)) {
            case 0 -> List.of("null");
            case 1 -> List.of(random.nextBoolean() ? "true" : "false");
            case 2, 3 -> List.of(Integer.toString(random.nextInt(-3, 8)));
            case 4 -> List.of(RandomSchema.pick(random, "0.5", "2.5", "-1.25", "3.75"));
            case 5, 6 ->
                List.of(RandomSchema.pick(
                        random, "\"\"", "\"a\"", "\"b\"", "\"ab\"", "\"aab\"", "\"\\\"\"", "\"\u00e9\ud83d\ude00\""));
            case 7, 8, 9 -> object(random, depth);
            default -> array(random, depth);
        };
    }

    private static List<String> array(SplittableRandom random, int depth) {
        List<String> texts = List.of("");
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            List<String> longer = new ArrayList<>();
            for (String element : value(random, depth - 1)) {
                for (String text : texts) {
                    longer.add(text.isEmpty() ? element : text + "," + element);
                }
            }
            texts = longer;
        }
        return texts.stream().map(text -> "[" + text + "]").toList();
    }

    private static List<String> object(SplittableRandom random, int depth) {
        List<List<String>> members = new ArrayList<>();
        for (String key : KEYS) {
            if (members.size() < 3 && random.nextInt(5) < 2) {
                members.add(value(random, depth - 1).stream()
                        .map(text -> "\"" + key + "\":" + text)
                        .toList());
            }
        }
        List<String> texts = new ArrayList<>();
        permute("", members, texts);
        return texts.stream().map(text -> "{" + text + "}").toList();
    }

    private static void permute(String before, List<List<String>> left, List<String> texts) {
        if (left.isEmpty()) {
            texts.add(before);
        }
        for (int i = 0; i < left.size(); i++) {
            List<List<String>> others = new ArrayList<>(left);
            for (String member : others.remove(i)) {
                permute(before.isEmpty() ? member : before + "," + member, others, texts);
            }
        }
    }
}
