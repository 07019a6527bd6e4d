using System.Net;
using System.Net.Http.Headers;

namespace DeepSharp.Datasets;

/// <summary>
/// Fetches a file over HTTP. What has arrived stays in <c>NAME.partial</c>, and the next attempt continues there; the file gets its
/// name only once its length and SHA-256 are right.
/// </summary>
internal sealed class Download
{
    private const int BufferLength = 128 * 1024;
    private const int ReportEvery = 1024 * 1024;
    private const int Attempts = 4;

    private readonly RemoteFile _file;
    private readonly string _destination;
    private readonly string _partial;
    private readonly IProgress<DownloadProgress>? _progress;
    private bool _ownsPartial;

    private Download(RemoteFile file, string destination, IProgress<DownloadProgress>? progress)
    {
        _file = file;
        _destination = destination;
        _partial = destination + ".partial";
        _progress = progress;
    }

    /// <summary>How long to wait for a connection before giving up.</summary>
    public static TimeSpan ConnectTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may be silent before the connection counts as dead.</summary>
    public static TimeSpan SilenceTimeout { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Fetches <paramref name="file"/> to <paramref name="destination"/>, making its folder.</summary>
    /// <exception cref="DatasetException">It could not be fetched, or its contents are not the expected ones.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what has arrived is kept.</exception>
    public static void ToFile(
        RemoteFile file, string destination, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var download = new Download(file, destination, progress);
        try
        {
            // Awaiting, not blocking, calls: only those give up on looking up a host's name.
            Task.Run(() => download.RunAsync(cancellationToken), cancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is IOException and not DatasetException or UnauthorizedAccessException)
        {
            throw new DatasetException(
                $"{file.Name} could not be written to {destination}: {error.Message} Make room, or let no other program use it.", error);
        }
        finally
        {
            download.DeleteEmptyPartial();
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        SecureConnections.RequireFor(_file.Address);
        Directory.CreateDirectory(Path.GetDirectoryName(_destination)!);
        using var handler = new SocketsHttpHandler { ConnectTimeout = ConnectTimeout };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        await using (var output = new FileStream(_partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0))
        {
            _ownsPartial = true;
            bool resumed = output.Length > 0;
            await FetchRestAsync(client, output, cancellationToken).ConfigureAwait(false);
            if (resumed && _file.Mismatch(output) is not null)
            {
                // What was there belonged to something else; start over once.
                output.SetLength(0);
                await FetchRestAsync(client, output, cancellationToken).ConfigureAwait(false);
            }

            if (_file.Mismatch(output) is { } mismatch)
            {
                output.SetLength(0);
                throw new DatasetException($"{_file.Address} did not deliver the expected file: {mismatch}. It has been deleted.");
            }
        }

        File.Move(_partial, _destination, overwrite: true);
    }

    private void DeleteEmptyPartial()
    {
        if (_ownsPartial && new FileInfo(_partial) is { Exists: true, Length: 0 }) File.Delete(_partial);
    }

    // A connection that dies midway is taken up again where it ended, as long as each attempt brings something.
    private async Task FetchRestAsync(HttpClient client, FileStream output, CancellationToken cancellationToken)
    {
        if (output.Length > _file.Size) output.SetLength(0);
        for (int attempt = 1; output.Length < _file.Size; attempt++)
        {
            long before = output.Length;
            try
            {
                await FetchOnceAsync(client, output, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (IsNetworkError(error, cancellationToken))
            {
                if (attempt == Attempts || output.Length == before) throw Failed(error, output.Length);
            }
        }
    }

    private async Task FetchOnceAsync(HttpClient client, FileStream output, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(SilenceTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, _file.Address);
        if (output.Length > 0) request.Headers.Range = new RangeHeaderValue(output.Length, null);
        using HttpResponseMessage response = await client
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
        SeekToAnswer(response, output);

        await using Stream body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        byte[] buffer = new byte[BufferLength];
        long nextReport = 0;
        while (output.Position < _file.Size)
        {
            silence.CancelAfter(SilenceTimeout);
            int wanted = (int)Math.Min(buffer.Length, _file.Size - output.Position);
            int got = await ReadAsync(body, buffer.AsMemory(0, wanted), silence.Token).ConfigureAwait(false);
            await output.WriteAsync(buffer.AsMemory(0, got), cancellationToken).ConfigureAwait(false);
            if (output.Position < nextReport && output.Position < _file.Size) continue;
            nextReport = output.Position + ReportEvery;
            _progress?.Report(new DownloadProgress(_file.Name, output.Position, _file.Size));
        }
    }

    // Lost connections come as IOException, as full disks do; here the two are told apart.
    private static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            int got = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return got > 0 ? got : throw new HttpRequestException("the server ended the file early");
        }
        catch (IOException error)
        {
            throw new HttpRequestException("the connection was lost: " + error.Message, error);
        }
    }

    /// <summary>Places <paramref name="output"/> where the body belongs: at the end, or the start if the server sends everything.</summary>
    private void SeekToAnswer(HttpResponseMessage response, FileStream output)
    {
        if (response.StatusCode == HttpStatusCode.PartialContent)
        {
            ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
            if (range?.From != output.Length || range.Length is { } whole && whole != _file.Size) throw WrongSize($"Content-Range {range}");
            output.Seek(0, SeekOrigin.End);
            return;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            // A range that is refused would be refused again.
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) output.SetLength(0);
            throw new DatasetException($"{_file.Address} answered {(int)response.StatusCode} {response.ReasonPhrase}.");
        }

        if (response.Content.Headers.ContentLength is { } length && length != _file.Size) throw WrongSize($"{length:N0} bytes");
        output.SetLength(0);
    }

    private DatasetException WrongSize(string got) =>
        new($"{_file.Address} offered {got} but {_file.Size:N0} bytes were expected: the file there is another one.");

    private DatasetException Failed(Exception error, long received)
    {
        string reason = error switch
        {
            OperationCanceledException { InnerException: TimeoutException } => $"no connection within {ConnectTimeout.TotalSeconds} s",
            OperationCanceledException => $"no answer within {SilenceTimeout.TotalSeconds} s",
            _ => error.Message.TrimEnd('.'),
        };
        string kept = received > 0
            ? $" {received:N0} of {_file.Size:N0} bytes are kept in {_partial}; the next attempt continues there."
            : "";
        return new DatasetException($"{_file.Address} could not be fetched: {reason}.{kept}", error);
    }

    private static bool IsNetworkError(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException || error is OperationCanceledException && !cancellationToken.IsCancellationRequested;
}
