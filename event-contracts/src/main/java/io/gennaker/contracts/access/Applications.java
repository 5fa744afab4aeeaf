package io.gennaker.contracts.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A choice of applications.
public sealed interface Applications {
    /// @param application null for what belongs to none
    boolean contain(@Nullable String application);

    /// Those of today and tomorrow, and what belongs to none.
    record All() implements Applications {
        @Override
        public boolean contain(@Nullable String application) {
            return true;
        }
    }

    /// These, and nothing that belongs to none.
    record Named(Set<String> names) implements Applications {
        public Named {
            names = Set.copyOf(names);
        }

        @Override
        public boolean contain(@Nullable String application) {
            return application != null && names.contains(application);
        }
    }
}
