package dev.tenon.server.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Which tasks are sent how often. */
public final class TaskMix {
    private final List<LoadTask> tasks = new ArrayList<>();
    private final List<Double> upTo = new ArrayList<>();

    private TaskMix(Map<LoadTask, Double> weights) {
        double sum = 0;
        for (Map.Entry<LoadTask, Double> entry : weights.entrySet()) {
            sum += entry.getValue();
            tasks.add(entry.getKey());
            upTo.add(sum);
        }
    }

    /**
     * Reads a mix such as {@code small=3,large=1} or {@code person}: names of kinds or of tasks, with weights, 1 where none is said. The
     * weight of a kind is shared by its tasks.
     *
     * @throws IllegalArgumentException when a name is not known or a weight is no number above 0
     */
    public static TaskMix parse(String text) {
        Map<LoadTask, Double> weights = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip();
            double weight = equals < 0 ? 1 : weight(part.substring(equals + 1).strip());
            List<LoadTask> named = named(name);
            for (LoadTask task : named) {
                weights.merge(task, weight / named.size(), Double::sum);
            }
        }
        return new TaskMix(weights);
    }

    /** A task by lot. */
    LoadTask draw(RandomGenerator random) {
        double at = random.nextDouble() * upTo.getLast();
        int i = 0;
        while (i < upTo.size() - 1 && upTo.get(i) <= at) {
            i++;
        }
        return tasks.get(i);
    }

    private static double weight(String text) {
        double weight;
        try {
            weight = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            weight = 0;
        }
        if (!(weight > 0 && weight <= 1e6)) {
            throw new IllegalArgumentException("a weight is a number above 0, not '" + text + "'");
        }
        return weight;
    }

    private static List<LoadTask> named(String name) {
        List<LoadTask> found = LoadTasks.all().stream()
                .filter(task -> task.name().equals(name) || kind(task).equals(name))
                .toList();
        if (found.isEmpty()) {
            String kinds =
                    LoadTasks.all().stream().map(TaskMix::kind).distinct().collect(Collectors.joining(", "));
            String names = LoadTasks.all().stream().map(LoadTask::name).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "there is no task '" + name + "'; there are the kinds " + kinds + " and the tasks " + names);
        }
        return found;
    }

    private static String kind(LoadTask task) {
        return task.kind().name().toLowerCase(Locale.ROOT);
    }
}
