using System.ComponentModel.DataAnnotations;
using Mat.Assets.Data;
using Mat.Assets.Imports.Formats;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Assets.Imports;

/// <summary>How a file is to be imported.</summary>
public sealed class StartImport
{
    /// <summary>auto, snipe_it, intune, chromebook, glpi, csv.</summary>
    public string? Format { get; init; }

    /// <summary>True only reports what the import would do.</summary>
    public bool? DryRun { get; init; }

    /// <summary>The school of rows that name none.</summary>
    public Guid? SchoolId { get; init; }

    /// <summary>JSON object from field to heading, e.g. <c>{"tag":"Asset No","attributes.screenSize":"Screen"}</c>.</summary>
    [StringLength(20_000)]
    public string? Mapping { get; init; }

    [StringLength(255)]
    public string? FileName { get; init; }
}

internal static class StartImportEndpoint
{
    /// <summary>Above the largest file that can be configured; the setting itself is checked while reading.</summary>
    public const long BodyLimit = 200 * 1024 * 1024;

    public static async Task<Results<Accepted<AssetImportView>, ProblemHttpResult>> Handle(
        [AsParameters] StartImport request, ImportUpload upload, AssetsDb db, CurrentUser user, ImportSignal signal, TimeProvider clock,
        IOptions<AssetsOptions> options, CancellationToken ct)
    {
        if (upload.Bytes.Length == 0)
            return Problems.Unprocessable("import.empty", "The file is empty.");
        var wanted = AssetImportFormat.Auto;
        if (!string.IsNullOrEmpty(request.Format) && !WireEnum<AssetImportFormat>.TryParse(request.Format, out wanted, ignoreCase: true))
            return Problems.BadRequest("import.format", $"The format is one of {string.Join(", ", WireEnum<AssetImportFormat>.All)}.");
        var (mapping, error) = ColumnMapping.Parse(request.Mapping);
        if (mapping is null)
            return Problems.Unprocessable("import.mapping", error!);
        if (request.SchoolId is { } school && (!user.Sees(school) || !await db.Schools.AnyAsync(s => s.Id == school && s.IsOpen, ct)))
            return Problems.Unprocessable("import.school", "The default school is no open school that you may write to.");

        ImportSource? source;
        int rows;
        try
        {
            source = ImportSource.Open(upload.Bytes, wanted, mapping);
            if (source is null)
                return Problems.Unprocessable("import.unknown_format",
                    "The headings are those of no register that Mat knows. Say the format, or which column is what (mapping).");
            rows = source.Count(options.Value.MaxImportRows);
        }
        catch (UnusableFileException e)
        {
            return Problems.Unprocessable(e.Problem.Code, e.Problem.Message);
        }

        if (rows == 0)
            return Problems.Unprocessable("import.empty", "The file has no rows.");
        if (rows > options.Value.MaxImportRows)
            return Problems.Unprocessable("import.too_many_rows",
                $"The file has more than {options.Value.MaxImportRows} rows; send it in parts.");

        var file = new ImportFile { Bytes = upload.Bytes, CreatedAt = clock.GetUtcNow() };
        var import = new AssetImport
        {
            FileId = file.Id,
            FileName = request.FileName is { Length: > 0 } name ? string.Concat(name.Where(c => !char.IsControl(c))) : null,
            Format = source.Format,
            DryRun = request.DryRun == true,
            SchoolId = request.SchoolId,
            Mapping = request.Mapping,
            RequestedById = user.PersonId,
            RequestedBy = user.Name,
            Writable = user.AllSchools ? null : string.Join(' ', user.Schools),
            Rows = rows,
        };
        db.Files.Add(file);
        db.Imports.Add(import);
        db.Audit(import.DryRun ? "import_tried" : "import_started", "asset_import", import.Id,
            new { import.FileName, import.Format, import.Rows });
        await db.SaveChangesAsync(ct);
        signal.Set();
        return TypedResults.Accepted($"/api/assets/imports/{import.Id}", AssetImportView.Of(import));
    }
}
