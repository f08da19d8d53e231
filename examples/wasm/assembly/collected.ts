// AssemblyScript: a runtime with what allocheck needs to test its collector with pointers.
//
//     npx asc examples/wasm/assembly/collected.ts --lib examples/wasm/assembly/lib \
//       --exportRuntime --runtime incremental --outFile collected.wasm
//     npx allocheck run --wasm collected.wasm

export { allocheck_new, allocheck_store } from 'allocheck';
