package io.helios.coordination.layout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.group.HostOutcome;
import io.helios.model.job.JobId;
import io.helios.model.json.Contents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one host fares in a rollout: all that its facts do not tell, so that whoever takes over goes
 * on where the other one was, with the same deadlines. All times are epoch milliseconds.
 *
 * @param back whether it is on its way back to the job before
 * @param reason in words, why it failed or was left alone; null where there is nothing to say
 * @param code the failure for programs; null if it did not fail
 * @param started when it was moved; null before
 * @param ended null before
 * @param generation of the deployment that is waited for; null while there is none
 * @param healthySince since when that deployment is seen healthy without a break; null if it is not
 * @param gapSince since when no instance runs because of the rollout; null if that is not so
 * @param gapMillis how long that was; null where it was not seen
 * @param clearing jobs that have to be gone from the host before it goes on
 * @param touched whether anything was changed there
 * @param returns how often it went down while it was moved
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record HostProgress(
    String host,
    HostOutcome.State state,
    boolean back,
    @Nullable String reason,
    @Nullable String code,
    @Nullable Long started,
    @Nullable Long ended,
    @Nullable Long generation,
    @Nullable Long healthySince,
    @Nullable Long gapSince,
    @Nullable Long gapMillis,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JobId> clearing,
    boolean touched,
    int returns) {
  public HostProgress {
    clearing = Contents.list("clearing", clearing);
  }

  /** A host that nothing was done to yet. */
  public static HostProgress todo(String host) {
    return new HostProgress(
        host,
        HostOutcome.State.TODO,
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        false,
        0);
  }
}
