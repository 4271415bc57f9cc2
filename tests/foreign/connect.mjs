// One unary call by @connectrpc/connect-node, from a descriptor set:
//   node connect.mjs URL TOKEN DESCRIPTORS Service/Method '{"request": …}' [json|binary]
// prints the answer as one line of JSON.
import { createFileRegistry, fromBinary, fromJson, toJson } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { readFileSync } from "node:fs";

const [baseUrl, token, descriptors, path, request, form = "json"] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));
const [serviceName, methodName] = path.split("/");
const service = registry.getService(serviceName);
const method = service.methods.find((one) => one.name === methodName);
const authorize = (next) => (asked) => {
  if (token) asked.header.set("authorization", `Bearer ${token}`);
  return next(asked);
};
const transport = createConnectTransport({
  baseUrl,
  httpVersion: "1.1",
  useBinaryFormat: form === "binary",
  interceptors: [authorize],
  defaultTimeoutMs: 30_000,
});
try {
  const answer = await createClient(service, transport)[method.localName](fromJson(method.input, JSON.parse(request)));
  console.log(JSON.stringify(toJson(method.output, answer, { useProtoFieldName: true, registry })));
} catch (error) {
  const known = ConnectError.from(error);
  console.log(JSON.stringify({ code: known.code, message: known.rawMessage, details: known.details.map((one) => one.debug) }));
  process.exit(3);
}
