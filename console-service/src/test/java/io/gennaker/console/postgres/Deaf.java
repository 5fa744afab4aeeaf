package io.gennaker.console.postgres;

import io.quarkus.test.junit.QuarkusMock;
import jakarta.enterprise.inject.Vetoed;
import jakarta.enterprise.inject.spi.CDI;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// Hears of no change. For a test of what is seen although nobody tells of it.
@Vetoed // no bean beside the one that it stands in for
public final class Deaf extends Changes {
    private Deaf(DataSource source) {
        super(source);
    }

    /// Until the test ends, for who begins to listen from now on.
    public static void install() {
        CDI<Object> beans = CDI.current();
        QuarkusMock.installMockForType(new Deaf(beans.select(DataSource.class).get()), Changes.class);
    }

    @Override
    public Runnable listen(Consumer<String> listener) {
        return () -> {};
    }
}
