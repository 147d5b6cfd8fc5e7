using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Mat.Assets.Imports;

/// <summary>
/// The file as it was sent. It is read while the request is bound and not in the handler, so that it is read before
/// Idempotency-Key compares it.
/// </summary>
public sealed class ImportUpload(byte[] bytes) : IEndpointParameterMetadataProvider
{
    private static readonly string[] Types =
        ["text/csv", "application/json", "application/x-ndjson", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/octet-stream"];

    internal byte[] Bytes { get; } = bytes;

    public static async ValueTask<ImportUpload?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var most = http.RequestServices.GetRequiredService<IOptions<AssetsOptions>>().Value.MaxImportBytes;
        var buffer = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 0, most));
        var piece = new byte[64 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(piece, http.RequestAborted)) > 0)
        {
            if (buffer.Length + read > most)
                throw new BadHttpRequestException("The file is too large.", StatusCodes.Status413PayloadTooLarge);
            buffer.Write(piece, 0, read);
        }

        return new ImportUpload(buffer.Length == buffer.Capacity ? buffer.GetBuffer() : buffer.ToArray());
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(Types, typeof(Stream), isOptional: false));
}
