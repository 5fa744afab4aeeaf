package io.gennaker.console.http;

import io.gennaker.contracts.access.Permission;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a login must allow, in some application at least, before a resource's method is entered; the method itself asks
/// for the application it acts in. A method without it is open to nobody.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Needs {
    Permission value();
}
