package dev.tenon.server.generation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The models that there are to serve, the first of which is the one that is meant when none is named. Thread-safe. */
@FunctionalInterface
public interface ModelStock {
    /** The models as they are now; may look into a folder, so never on an event loop. */
    List<ModelSource> sources();

    /** One model that is loaded already and stays; its engine is the caller's to close. */
    static ModelStock of(ServedModel model) {
        ModelSource source = new Standing(model);
        return () -> List.of(source);
    }

    /** The models of two stocks, one after another; where both have one of the same id, the first's. */
    default ModelStock and(ModelStock other) {
        return () -> {
            List<ModelSource> first = sources();
            Set<String> taken = first.stream().map(ModelSource::id).collect(Collectors.toSet());
            return Stream.concat(
                            first.stream(), other.sources().stream().filter(source -> !taken.contains(source.id())))
                    .toList();
        };
    }

    /** The same models; whichever is the first one answers to these names too. */
    default ModelStock withFirstCalled(Set<String> names) {
        return () -> {
            List<ModelSource> sources = new ArrayList<>(sources());
            if (!sources.isEmpty()) {
                sources.set(0, new Renamed(sources.get(0), names));
            }
            return List.copyOf(sources);
        };
    }

    /** What a loaded model can do. */
    static Set<Capability> capabilities(ServedModel model) {
        EnumSet<Capability> all = EnumSet.of(Capability.CHAT, Capability.COMPLETIONS, Capability.TOOLS);
        switch (model.thinking()) {
            case TAUGHT -> all.add(Capability.REASONING);
            case UNKNOWN -> {}
        }
        return all;
    }

    /**
     * A model that has other names too.
     *
     * @param source the model
     * @param names beside those that it has by itself
     */
    record Renamed(ModelSource source, Set<String> names) implements ModelSource {
        @Override
        public String id() {
            return source.id();
        }

        @Override
        public Set<String> aliases() {
            return Stream.concat(source.aliases().stream(), names.stream()).collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public Object version() {
            return source.version();
        }

        @Override
        public ModelFacts facts() {
            return source.facts();
        }

        @Override
        public Loaded load() {
            return source.load();
        }

        @Override
        public Stay stay() {
            return source.stay();
        }
    }

    /** A model that is loaded already. */
    record Standing(ServedModel model) implements ModelSource {
        @Override
        public String id() {
            return model.id();
        }

        @Override
        public Set<String> aliases() {
            return model.aliases();
        }

        @Override
        public Object version() {
            return Instant.EPOCH;
        }

        @Override
        public ModelFacts facts() {
            return new ModelFacts(model.created(), model.engine().contextLength(), ModelStock.capabilities(model), 0);
        }

        @Override
        public Loaded load() {
            return new Loaded.Text(model, () -> {});
        }

        @Override
        public Stay stay() {
            return Stay.FOR_GOOD;
        }
    }
}
