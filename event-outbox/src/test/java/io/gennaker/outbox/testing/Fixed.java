package io.gennaker.outbox.testing;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.Iterator;
import java.util.List;

/// Beans by hand: the same for every qualifier, none or one.
final class Fixed<T> implements Instance<T> {
    private final List<T> beans;

    private Fixed(List<T> beans) {
        this.beans = beans;
    }

    static <T> Fixed<T> none() {
        return new Fixed<>(List.of());
    }

    static <T> Fixed<T> of(T bean) {
        return new Fixed<>(List.of(bean));
    }

    @Override
    public Instance<T> select(Annotation... qualifiers) {
        return this;
    }

    @Override
    public <U extends T> Instance<U> select(Class<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException("by type " + subtype);
    }

    @Override
    public <U extends T> Instance<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException("by type " + subtype);
    }

    @Override
    public boolean isUnsatisfied() {
        return beans.isEmpty();
    }

    @Override
    public boolean isAmbiguous() {
        return false;
    }

    @Override
    public T get() {
        return beans.getFirst();
    }

    @Override
    public Iterator<T> iterator() {
        return beans.iterator();
    }

    @Override
    public void destroy(T instance) {
        // nobody made it
    }

    @Override
    public Handle<T> getHandle() {
        throw new UnsupportedOperationException("no handles");
    }

    @Override
    public Iterable<? extends Handle<T>> handles() {
        throw new UnsupportedOperationException("no handles");
    }
}
