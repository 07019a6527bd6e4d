using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DeepSharp.Tests;

/// <summary>An HTTP server on this machine that serves one file, well or badly.</summary>
public sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _file;

    public FileServer(byte[] file)
    {
        _file = file;
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/folder/file.bin");

    /// <summary>The Range header of each request, null where it had none.</summary>
    public List<string?> Ranges { get; } = [];

    public bool SupportsRanges { get; init; } = true;

    /// <summary>The connection ends after so many bytes of body.</summary>
    public int DiesAfter { get; init; } = int.MaxValue;

    /// <summary>Says how long the body is; a server may also just end it.</summary>
    public bool GivesLength { get; init; } = true;

    public int Status { get; init; } = 200;

    public void Dispose() => _listener.Stop();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The test is over, or its client went away.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string? range = null;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase)) range = line["Range: ".Length..];
        }

        lock (Ranges) Ranges.Add(range);
        int status = Status == 200 && range is not null && SupportsRanges ? 206 : Status;
        int start = status == 206 ? int.Parse(range!["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
        var head = new StringBuilder($"HTTP/1.1 {status} Status\r\nConnection: close\r\n");
        if (GivesLength) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {_file.Length - start}\r\n");
        if (status == 206) head.Append(CultureInfo.InvariantCulture, $"Content-Range: bytes {start}-{_file.Length - 1}/{_file.Length}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        await stream.WriteAsync(_file.AsMemory(start, Math.Min(DiesAfter, _file.Length - start)));
    }
}
