/**
 * Jobs on hosts: deploy, change of goal, undeploy. The {@code ...Operation}s decide, {@link
 * io.helios.master.deployment.DeploymentResource} speaks HTTP.
 */
@NullMarked
package io.helios.master.deployment;

import org.jspecify.annotations.NullMarked;
