/// Judgements and their append-only answers in Postgres. Start at [PostgresJudgementStore].
@NullMarked
package io.gennaker.judgement.postgres;

import org.jspecify.annotations.NullMarked;
