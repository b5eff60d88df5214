/**
 * Whether a container does its work: {@link io.helios.agent.health.HealthProbe} tries a job's check
 * once; when to try, and what follows, is decided in {@code io.helios.agent.task}.
 */
@NullMarked
package io.helios.agent.health;

import org.jspecify.annotations.NullMarked;
