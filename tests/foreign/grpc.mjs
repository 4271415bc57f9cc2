// One call by @grpc/grpc-js, from the protos as they are:
//   node grpc.mjs ADDRESS TOKEN PROTOS Service/Method '{"request": …}' [ANSWERS]
// prints the answer as one line of JSON; of a stream, that many answers, then cancels it.
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const [address, token, protos, path, request, answers = "1"] = process.argv.slice(2);
const files = process.env.PROTO_FILES.split(":");
const options = { includeDirs: [protos], keepCase: true, longs: String, enums: String, defaults: false, bytes: String };
const loaded = grpc.loadPackageDefinition(loadSync(files, options));
const [service, method] = path.split("/");
const Client = service.split(".").reduce((found, name) => found[name], loaded);
const client = new Client(address, grpc.credentials.createInsecure());
const metadata = new grpc.Metadata();
if (token) metadata.set("authorization", `Bearer ${token}`);
const deadline = { deadline: Date.now() + 30_000 };

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const refused = (error) => {
  const info = error.metadata?.get("grpc-status-details-bin")?.[0];
  say({ code: error.code, details: error.details, status_details: info ? info.toString("latin1") : "" });
  process.exit(3);
};

if (Client.service[method].responseStream) {
  let left = Number(answers);
  const stream = client[method](JSON.parse(request), metadata, deadline);
  stream.on("data", (answer) => {
    say(answer);
    left -= 1;
    if (left === 0) stream.cancel();
  });
  stream.on("error", (error) => (error.code === grpc.status.CANCELLED ? process.exit(0) : refused(error)));
  stream.on("end", () => process.exit(left > 0 ? 4 : 0));
} else {
  client[method](JSON.parse(request), metadata, deadline, (error, answer) => {
    if (error) refused(error);
    say(answer);
    process.exit(0);
  });
}
