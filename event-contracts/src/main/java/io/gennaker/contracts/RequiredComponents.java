package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import org.jspecify.annotations.Nullable;

/// Makes Jackson refuse a record of the contracts that lacks a component which is not `@Nullable`.
///
/// Absent and null are the same. Elements of lists and values of maps are never null. Records of other packages are
/// left alone: they may be read by the same mapper, but are not contracts.
final class RequiredComponents extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1;
    private static final JsonSetter.Value REQUIRED = JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL);
    private static final JsonSetter.Value OPTIONAL = JsonSetter.Value.forContentNulls(Nulls.FAIL);

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        if (annotated instanceof AnnotatedParameter parameter && isContract(parameter.getDeclaringClass())) {
            return isNullable(parameter) ? OPTIONAL : REQUIRED;
        }
        return JsonSetter.Value.empty();
    }

    private static boolean isContract(Class<?> type) {
        return type.isRecord() && type.getPackage().equals(Message.class.getPackage());
    }

    // Jackson does not see annotations on types, only those on declarations.
    private static boolean isNullable(AnnotatedParameter parameter) {
        return parameter
                .getDeclaringClass()
                .getRecordComponents()[parameter.getIndex()]
                .getAnnotatedType()
                .isAnnotationPresent(Nullable.class);
    }
}
