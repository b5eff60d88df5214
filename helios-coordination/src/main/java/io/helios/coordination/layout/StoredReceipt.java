package io.helios.coordination.layout;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.model.json.Contents;

/**
 * That a request with an id was fulfilled, written in the transaction that fulfilled it.
 *
 * @param content hash of the request's method, address and body
 * @param status of the answer
 * @param answer the answer's body
 */
public record StoredReceipt(String content, int status, JsonNode answer) {
  public StoredReceipt {
    Contents.required("content of a receipt", content);
    Contents.required("answer of a receipt", answer);
  }
}
