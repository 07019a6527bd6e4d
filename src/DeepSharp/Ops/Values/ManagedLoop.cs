using System.Runtime.InteropServices;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A parallel loop over what pointers cannot reach, such as strings: on the threads of kernels. It allocates a little.</summary>
internal static class ManagedLoop
{
    /// <summary>Calls a body for each number from 0 on, each once, in no order.</summary>
    public static void For(int count, Action<int> body)
    {
        GCHandle handle = GCHandle.Alloc(body);
        try
        {
            WorkerPool.For(count, grain: 1, new Body(GCHandle.ToIntPtr(handle)));
        }
        finally
        {
            handle.Free();
        }
    }

    private readonly struct Body(nint handle) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var body = (Action<int>)GCHandle.FromIntPtr(handle).Target!;
            for (int i = start; i < end; i++) body(i);
        }
    }
}
