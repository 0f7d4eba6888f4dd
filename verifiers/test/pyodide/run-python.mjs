// Runs the Python verifier in a CPython of WebAssembly, so that its tests need no Python on the machine and no network.
// Standard input: {"bundles":[{"bundle":path,"keys":[base64],"checkpoints":[text]}]} with paths below the repository.
// Standard output: {"tests":{"run":n,"failed":[name]},"results":[verdict or {"usage":message}]}.
import { fileURLToPath, URL } from 'node:url';
import { text } from 'node:stream/consumers';
import { loadPyodide } from 'pyodide';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const program = `
import base64, json, sys, unittest
sys.path.insert(0, "/repo/verifiers/python")
import verify_bundle as verifier
import test_verify_bundle

def verify(job):
    with open("/repo/" + job["bundle"], "rb") as file:
        data = file.read()
    try:
        return verifier.verify_bundle(data, [base64.b64decode(key) for key in job["keys"]], job["checkpoints"])
    except verifier.UsageError as error:
        return {"usage": str(error)}

suite = unittest.defaultTestLoader.loadTestsFromModule(test_verify_bundle)
outcome = unittest.TestResult()
suite.run(outcome)
failed = [f"{case.id()} {why}" for case, why in outcome.failures + outcome.errors]
answer = {"tests": {"run": outcome.testsRun, "failed": failed}}
answer["results"] = [verify(job) for job in json.loads(jobs)["bundles"]]
json.dumps(answer)
`;

const python = await loadPyodide({ stdout: () => {}, stderr: (line) => process.stderr.write(`${line}\n`) });
python.FS.mkdir('/repo');
python.FS.mount(python.FS.filesystems.NODEFS, { root }, '/repo');
python.globals.set('jobs', await text(process.stdin));
process.stdout.write(python.runPython(program));
