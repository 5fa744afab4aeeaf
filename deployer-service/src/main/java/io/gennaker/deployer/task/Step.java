package io.gennaker.deployer.task;

/// What a task does, one after another. Every step may be begun again after a crash and then has its effect once.
public enum Step {
    /// Records what is in the cluster, and finds what would change, before anything is written.
    RECORD_PREVIOUS,
    APPLY,
    /// Removes versions of configuration that no revision needs any more.
    COLLECT_CONFIG,
    /// Patches one object.
    AMEND,
    ROLL_BACK,
    RESTART,
    FIND,
    DELETE_OBJECTS,
    START_VARIANT,
    AWAIT_READY,
    /// Checks that the route can be driven, and records what is intended.
    CHECK_ROUTE,
    /// A release that shrank meanwhile grows before it gets traffic back.
    SCALE_RELEASE,
    /// A track that is to get more weight must have ready pods.
    AWAIT_PODS,
    ADD_SUBSETS,
    /// Lets proxies learn new subsets before a route names them.
    SETTLE,
    SET_WEIGHTS,
    /// Gives routing objects their own destinations back.
    RESTORE_ROUTE,
    AWAIT_NO_WEIGHT,
    /// Lets proxies forget old routes, and requests under way end, before their subset goes.
    DRAIN,
    REMOVE_SUBSETS,
    DELETE_VARIANTS,
    CREATE_JOB,
    AWAIT_JOB,
    KEEP_LOGS,
    DELETE_JOB,
    RESTORE
}
