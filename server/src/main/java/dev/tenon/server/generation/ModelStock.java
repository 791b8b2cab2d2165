package dev.tenon.server.generation;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

    /** The models of two stocks, one after another. */
    default ModelStock and(ModelStock other) {
        return () -> Stream.concat(sources().stream(), other.sources().stream()).toList();
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
